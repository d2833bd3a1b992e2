import type { Cluster } from '@persistence-lab/cluster';
import type { EventName } from '@persistence-lab/experiment';
import { isNodeFolder, replaced, type Replacing, victimsGone } from './hit.ts';
import type { Lane, Session } from './session.ts';

/**
 * The node where subjects are gathered, so that a node event finds many at once instead of a few on each node: the one
 * that most of those are bound to that cannot be moved there. null: no node takes replicas.
 */
export function chooseHome(cluster: Cluster, lanes: readonly Lane[], events: readonly EventName[]): string | null {
  const open = cluster.nodes().filter(({ ready, cordoned }) => ready && !cordoned);
  const candidates = open.some(({ controlPlane }) => !controlPlane) ? open.filter((each) => !each.controlPlane) : open;
  const score = (node: string) =>
    lanes
      .filter(({ subject }) => cluster.holders(subject).some((replica) => replica.node === node))
      // a claim that is deleted on the way is made again wherever we like
      .map((lane) => (isMovable(cluster, lane) || events.includes('claim-delete') ? 1 : lanes.length + 1))
      .reduce((sum, each) => sum + each, 0);
  const [best] = candidates.map(({ name }) => name).toSorted((a, b) => score(b) - score(a) || a.localeCompare(b));
  return best ?? null;
}

/** Replaces the subjects that may run anywhere by others at home; what they lose by that is written off. */
export async function gather(session: Session, lanes: readonly Lane[]): Promise<void> {
  const { cluster, home, placement } = session;
  if (home === null) return;
  await Promise.all(
    lanes
      .filter((lane) => lane.broken === null && isMovable(cluster, lane))
      .filter(({ subject }) => cluster.holders(subject).some(({ node, ending }) => node !== home && !ending))
      .map(async (lane) => {
        const hit = replacing(session, lane);
        await placement.on(home, async () => {
          await Promise.all(hit.victims.map((victim) => cluster.delete(victim)));
          await replaced(hit);
        });
        await victimsGone(hit);
        if (!followsItsPod(cluster, lane)) lane.writer.forget();
      }),
  );
}

const followsItsPod = (cluster: Cluster, { subject }: Lane) => {
  const claims = cluster.claims(cluster.holder(subject));
  return claims.length > 0 && claims.every(({ reach }) => reach === 'follows' || reach === 'everywhere');
};

function isMovable(cluster: Cluster, lane: Lane): boolean {
  const { subject, kind } = lane;
  // the claim of an ephemeral volume goes with its pod
  if (isNodeFolder(kind) || kind === 'ephemeral') return true;
  return cluster.claims(cluster.holder(subject)).length === 0 || followsItsPod(cluster, lane);
}

function replacing(session: Session, { subject: { name } }: Lane): Replacing {
  const { cluster } = session;
  const subject = cluster.subject(name);
  const victims = cluster.holders(subject).filter(({ ending }) => !ending);
  return { session, cluster, holder: cluster.holder(subject), victims };
}
