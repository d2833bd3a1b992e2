import type { Cluster, Replica, Subject, Workload } from '@persistence-lab/cluster';
import type { Timeline } from '@persistence-lab/experiment';
import { undefinedOnTimeout } from '../undefined-on-timeout.ts';
import type { RunContext } from '../run-context.ts';
import type { Writer } from '../load/writer.ts';

/** What an event meets: a subject, and those of its replicas that hold its data when the event comes. */
export interface FaultTarget {
  readonly context: RunContext;
  readonly cluster: Cluster;
  /** As it was before the event, with the number of replicas that it should have. */
  readonly subject: Subject;
  /** What holds the data, as it was before the event: the subject, or its database. */
  readonly dataWorkload: Workload;
  readonly targets: readonly Replica[];
  readonly writer: Writer;
  readonly timeline: Timeline;
}

/** What is needed to follow the replacement of replicas. */
export type Replacement = Pick<FaultTarget, 'context' | 'cluster' | 'dataWorkload' | 'targets'>;

/** An event that meets one subject alone. */
export interface FaultInjector {
  /** Resolves when it has happened, or has had time to: whether the subject serves again is for others to find out. */
  inject(target: FaultTarget): Promise<void>;
  /** While the subject serves in the changed state, before the reading. */
  observe?(target: FaultTarget): Promise<void>;
  /** Puts back what `strike` changed, however far it came. */
  undo?(target: FaultTarget): Promise<void>;
}

/** Kinds whose data stay on a node that nothing binds the pod to. */
const nodeFolders = ['hostpath', 'static-pv'];

export const staysOnNode = (kind: string): boolean => nodeFolders.includes(kind);

/** Lets the work make replacements where the data is, if that is not seen to by their volumes. */
export function onSameNode<T>({ context, subject, targets }: FaultTarget, work: () => Promise<T>): Promise<T> {
  const node = targets[0]?.node;
  return node && staysOnNode(subject.kind) ? context.placement.on(node, work) : context.placement.anywhere(work);
}

/**
 * Waits for a change, as long as the run's deadline allows. One that does not come is no failure of the lab: the subject
 * will be found blocked.
 */
export async function waitForChange(
  { cluster, context }: Replacement,
  what: string,
  condition: () => boolean,
): Promise<void> {
  await undefinedOnTimeout(
    cluster.waitUntil(what, condition, { timeout: context.options.deadline, signal: context.signal }),
  );
}

const isTarget = ({ targets }: Replacement, { id }: Replica) => targets.some((replica) => replica.id === id);

/** Every wanted replica has a successor, and this one its node; or it waits for a claim that nobody makes. */
export function waitUntilReplaced(target: Replacement): Promise<void> {
  const { cluster, dataWorkload } = target;
  return waitForChange(target, `${dataWorkload.name} has successors`, () => {
    const successors = cluster
      .replicas(dataWorkload)
      .filter((replica) => !replica.terminating && !isTarget(target, replica));
    return (
      successors.length >= dataWorkload.desiredReplicas && successors.every((each) => each.node ?? lacksClaim(each))
    );
  });
}

/** Every wanted replica has its node. */
export function waitUntilScheduled(target: Replacement): Promise<void> {
  const { cluster, dataWorkload } = target;
  return waitForChange(target, `${dataWorkload.name} has a place`, () => {
    const living = cluster.replicas(dataWorkload).filter(({ terminating }) => !terminating);
    return living.length >= dataWorkload.desiredReplicas && living.every(({ node }) => node !== null);
  });
}

const lacksClaim = ({ pendingReason }: Replica) => /persistentvolumeclaim "[^"]*" not found/.test(pendingReason ?? '');

export function waitUntilGone(target: Replacement): Promise<void> {
  const { cluster, dataWorkload } = target;
  return waitForChange(target, `the replicas of ${dataWorkload.name} are gone`, () =>
    cluster.replicas(dataWorkload).every((replica) => !isTarget(target, replica)),
  );
}
