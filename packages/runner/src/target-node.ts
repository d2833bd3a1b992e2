import type { Claim, Cluster } from '@persistence-lab/cluster';
import type { EventName } from '@persistence-lab/experiment';
import { boundClaims } from './observe/cluster-facts.ts';
import { isNodeFolder, replaced, type Replacing, victimsGone } from './faults/fault-target.ts';
import { isNoAnswer } from './load/replica-client.ts';
import type { Lane, Session } from './run-context.ts';
import { awaitStanding } from './observe/serving-status.ts';

/**
 * The node where subjects are gathered, so that a node event finds many at once instead of a few on each node: the one
 * that most of those are bound to that cannot be moved there. null: no node takes replicas.
 */
export function chooseHome(cluster: Cluster, lanes: readonly Lane[], events: readonly EventName[]): string | null {
  const open = cluster.nodes().filter(({ ready, cordoned }) => ready && !cordoned);
  const candidates = open.some(({ controlPlane }) => !controlPlane) ? open.filter((each) => !each.controlPlane) : open;
  const score = (node: string) =>
    lanes
      .filter(({ subject }) => cluster.dataReplicas(subject).some((replica) => replica.node === node))
      // a claim that is deleted on the way is made again wherever we like
      .map((lane) => (isMovable(cluster, lane) || events.includes('claim-delete') ? 1 : lanes.length + 1))
      .reduce((sum, each) => sum + each, 0);
  const [best] = candidates.map(({ name }) => name).toSorted((a, b) => score(b) - score(a) || a.localeCompare(b));
  return best ?? null;
}

/**
 * Brings the subjects that may run anywhere home; what they lose by that is written off. Each writes what it lacks as
 * soon as it serves: the processors would have nothing to do while the others are on their way.
 */
export async function gather(session: Session, lanes: readonly Lane[], event: EventName): Promise<void> {
  const { cluster, home } = session;
  const isAway = ({ subject }: Lane) =>
    cluster.dataReplicas(subject).some(({ node, terminating }) => node !== home && !terminating);
  await Promise.all(
    lanes
      .filter(({ broken }) => broken === null)
      .map(async (lane) => {
        session.tell({ step: 'phase', subject: lane.subject.name, event, phase: 'gathers' });
        if (home !== null && isMovable(cluster, lane) && isAway(lane)) await moveTo(home, session, lane);
        await fillEarly(session, lane);
      }),
  );
}

async function moveTo(home: string, session: Session, lane: Lane): Promise<void> {
  const { cluster, placement } = session;
  const hit = replacing(session, lane);
  await placement.on(home, async () => {
    await Promise.all(hit.victims.map((victim) => cluster.delete(victim)));
    await replaced(hit);
  });
  await victimsGone(hit);
  if (!followsItsPod(cluster, lane)) lane.writer.forget();
}

/** What goes wrong here is found, and told, when the subject's trial looks. */
async function fillEarly(session: Session, { subject: { name }, writer }: Lane): Promise<void> {
  const { cluster, options, pace, signal } = session;
  const patience = { timeout: options.deadline, confirmation: pace.confirmation, signal };
  const standing = await awaitStanding(cluster, cluster.subject(name), patience);
  if (!standing.serves) return;
  try {
    await session.fillInTurn(() => writer.fill(standing.replicas, options.notes, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (!isNoAnswer(error)) throw error;
  }
}

const followsItsPod = (cluster: Cluster, { subject }: Lane) => {
  const claims = boundClaims(cluster, subject);
  return claims.length > 0 && claims.every(isPortable);
};

const isPortable = ({ accessScope }: Claim) => accessScope === 'follows' || accessScope === 'everywhere';

function isMovable(cluster: Cluster, { subject, kind }: Lane): boolean {
  // the claim of an ephemeral volume goes with its pod
  if (isNodeFolder(kind) || kind === 'ephemeral') return true;
  return boundClaims(cluster, subject).every(isPortable);
}

function replacing(session: Session, { subject: { name } }: Lane): Replacing {
  const { cluster } = session;
  const subject = cluster.subject(name);
  const victims = cluster.dataReplicas(subject).filter(({ terminating }) => !terminating);
  return { session, cluster, holder: cluster.dataWorkload(subject), victims };
}
