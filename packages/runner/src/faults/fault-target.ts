import type { Cluster, Replica, Subject, Workload } from '@persistence-lab/cluster';
import type { Writer } from '../load/writer.ts';
import { undefinedOnTimeout } from '../observe/failures.ts';
import type { RunContext } from '../run-context.ts';

/** The target of an event: a subject and the replicas that hold its data when the event is injected. */
export interface FaultTarget {
  readonly context: RunContext;
  readonly cluster: Cluster;
  /** As it was before the event, with its desired replicas. */
  readonly subject: Subject;
  /** The workload with the data, as it was before the event: the subject or its database. */
  readonly dataWorkload: Workload;
  readonly targets: readonly Replica[];
  readonly writer: Writer;
}

/** The parts of a target that the replacement of its replicas needs. */
export type Replacement = Pick<FaultTarget, 'context' | 'cluster' | 'dataWorkload' | 'targets'>;

/** Injects an event that affects one subject alone. */
export interface FaultInjector {
  /** Resolves when the event is over or had time to be: whether the subject serves again is observed later. */
  inject(target: FaultTarget): Promise<void>;
  /** Runs while the subject serves in the changed state, before the notes are read. */
  observe?(target: FaultTarget): Promise<void>;
  /** Reverts what `inject` changed, even if `inject` failed halfway. */
  undo?(target: FaultTarget): Promise<void>;
}

/** Injects an event that affects a node and with it every subject on that node. */
export interface NodeFaultInjector {
  /** Changes the node, once for all subjects on it. */
  injectNode(context: RunContext, node: string): Promise<void>;
  /** Resolves when the event has affected the subject. */
  inject(target: FaultTarget, node: string): Promise<void>;
  /** Restores the node; safe to call twice. */
  undoNode(context: RunContext, node: string): Promise<void>;
  /** Milliseconds that the event may take beyond the deadline of the run. */
  readonly extraTime: number;
  /** The change stays until it is undone, so the notes are read again after the undo. */
  readonly needsUndo: boolean;
}

const nodeFolders = ['hostpath', 'static-pv'];

/** Whether the data of the kind stays on its node while its pod may be scheduled to any other. */
export const staysOnNode = (kind: string): boolean => nodeFolders.includes(kind);

/** Runs work that creates replacements: on the node of the data, unless a volume already ensures that. */
export function onSameNode<T>({ context, subject, targets }: FaultTarget, work: () => Promise<T>): Promise<T> {
  const node = targets[0]?.node;
  return node && staysOnNode(subject.kind) ? context.placement.on(node, work) : context.placement.anywhere(work);
}

/** Deletes the targets so that their replacements are scheduled to this node. */
export async function moveTo(node: string, replacement: Replacement): Promise<void> {
  const { cluster, context, targets } = replacement;
  await context.placement.on(node, async () => {
    await Promise.all(targets.map((replica) => cluster.delete(replica)));
    await waitUntilReplaced(replacement);
  });
  await waitUntilGone(replacement);
}

/** Waits for a change until the deadline of the run. If it does not happen, the subject is found blocked later. */
export async function waitForChange(
  { cluster, context }: Replacement,
  what: string,
  condition: () => boolean,
): Promise<void> {
  const { options, signal } = context;
  await undefinedOnTimeout(cluster.waitUntil(what, condition, { timeout: options.deadline, signal }));
}

/** Waits until every desired replica has a replacement with a node, or one that waits for a missing claim. */
export function waitUntilReplaced(replacement: Replacement): Promise<void> {
  const { cluster, dataWorkload } = replacement;
  return waitForChange(replacement, `${dataWorkload.name} is replaced`, () => {
    const replacements = cluster
      .replicas(dataWorkload)
      .filter((replica) => !replica.terminating && !isTarget(replacement, replica));
    return (
      replacements.length >= dataWorkload.desiredReplicas && replacements.every((each) => each.node ?? lacksClaim(each))
    );
  });
}

/** Waits until every desired replica has a node. */
export function waitUntilScheduled(replacement: Replacement): Promise<void> {
  const { cluster, dataWorkload } = replacement;
  return waitForChange(replacement, `${dataWorkload.name} is scheduled`, () => {
    const replicas = cluster.replicas(dataWorkload).filter(({ terminating }) => !terminating);
    return replicas.length >= dataWorkload.desiredReplicas && replicas.every(({ node }) => node !== null);
  });
}

/** Waits until none of the targets exists any more. */
export function waitUntilGone(replacement: Replacement): Promise<void> {
  const { cluster, dataWorkload } = replacement;
  return waitForChange(replacement, `the replicas of ${dataWorkload.name} are gone`, () =>
    cluster.replicas(dataWorkload).every((replica) => !isTarget(replacement, replica)),
  );
}

const isTarget = ({ targets }: Replacement, { id }: Replica) => targets.some((target) => target.id === id);

const lacksClaim = ({ pendingReason }: Replica) => /persistentvolumeclaim "[^"]*" not found/.test(pendingReason ?? '');
