import type { Cluster, Replica, Subject, Workload } from '@persistence-lab/cluster';
import type { Timeline } from '@persistence-lab/experiment';
import { inTime } from '../undefined-on-timeout.ts';
import type { Session } from '../run-context.ts';
import type { Writer } from '../load/writer.ts';

/** What an event meets: a subject, and those of its replicas that hold its data when the event comes. */
export interface Hit {
  readonly session: Session;
  readonly cluster: Cluster;
  /** As it was before the event, with the number of replicas that it should have. */
  readonly subject: Subject;
  /** What holds the data, as it was before the event: the subject, or its database. */
  readonly holder: Workload;
  readonly victims: readonly Replica[];
  readonly writer: Writer;
  readonly timeline: Timeline;
}

/** What is needed to follow the replacement of replicas. */
export type Replacing = Pick<Hit, 'session' | 'cluster' | 'holder' | 'victims'>;

/** An event that meets one subject alone. */
export interface Blow {
  /** Resolves when it has happened, or has had time to: whether the subject serves again is for others to find out. */
  strike(hit: Hit): Promise<void>;
  /** While the subject serves in the changed state, before the reading. */
  observe?(hit: Hit): Promise<void>;
  /** Puts back what `strike` changed, however far it came. */
  undo?(hit: Hit): Promise<void>;
}

/** Kinds whose data stay on a node that nothing binds the pod to. */
const nodeFolders = ['hostpath', 'static-pv'];

export const isNodeFolder = (kind: string): boolean => nodeFolders.includes(kind);

/** Lets the work make replacements where the data is, if that is not seen to by their volumes. */
export function sameNode<T>({ session, subject, victims }: Hit, work: () => Promise<T>): Promise<T> {
  const node = victims[0]?.node;
  return node && isNodeFolder(subject.kind) ? session.placement.on(node, work) : session.placement.anywhere(work);
}

/**
 * Waits for a change, as long as the run's deadline allows. One that does not come is no failure of the lab: the subject
 * will be found blocked.
 */
export async function within({ cluster, session }: Replacing, what: string, condition: () => boolean): Promise<void> {
  await inTime(cluster.waitUntil(what, condition, { timeout: session.options.deadline, signal: session.signal }));
}

const isVictim = ({ victims }: Replacing, { id }: Replica) => victims.some((victim) => victim.id === id);

/** Every wanted replica has a successor, and this one its node; or it waits for a claim that nobody makes. */
export function replaced(hit: Replacing): Promise<void> {
  const { cluster, holder } = hit;
  return within(hit, `${holder.name} has successors`, () => {
    const successors = cluster.replicas(holder).filter((replica) => !replica.terminating && !isVictim(hit, replica));
    return successors.length >= holder.desiredReplicas && successors.every((each) => each.node ?? isWithoutClaim(each));
  });
}

/** Every wanted replica has its node. */
export function placed(hit: Replacing): Promise<void> {
  const { cluster, holder } = hit;
  return within(hit, `${holder.name} has a place`, () => {
    const living = cluster.replicas(holder).filter(({ terminating }) => !terminating);
    return living.length >= holder.desiredReplicas && living.every(({ node }) => node !== null);
  });
}

const isWithoutClaim = ({ pendingReason }: Replica) =>
  /persistentvolumeclaim "[^"]*" not found/.test(pendingReason ?? '');

export function victimsGone(hit: Replacing): Promise<void> {
  const { cluster, holder } = hit;
  return within(hit, `the replicas of ${holder.name} are gone`, () =>
    cluster.replicas(holder).every((replica) => !isVictim(hit, replica)),
  );
}
