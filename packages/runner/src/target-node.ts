import type { Claim, Cluster } from '@persistence-lab/cluster';
import type { EventName } from '@persistence-lab/experiment';
import { boundClaims } from './observe/cluster-facts.ts';
import { staysOnNode, waitUntilReplaced, type Replacement, waitUntilGone } from './faults/fault-target.ts';
import { isRequestFailure } from './load/replica-client.ts';
import type { SubjectRun, RunContext } from './run-context.ts';
import { waitUntilServing } from './observe/serving-status.ts';

/**
 * The node where subjects are gathered, so that a node event finds many at once instead of a few on each node: the one
 * that most of those are bound to that cannot be moved there. null: no node takes replicas.
 */
export function chooseTargetNode(
  cluster: Cluster,
  subjectRuns: readonly SubjectRun[],
  events: readonly EventName[],
): string | null {
  const open = cluster.nodes().filter(({ ready, cordoned }) => ready && !cordoned);
  const candidates = open.some(({ controlPlane }) => !controlPlane) ? open.filter((each) => !each.controlPlane) : open;
  const score = (node: string) =>
    subjectRuns
      .filter(({ subject }) => cluster.dataReplicas(subject).some((replica) => replica.node === node))
      // a claim that is deleted on the way is made again wherever we like
      .map((run) => (isMovable(cluster, run) || events.includes('claim-delete') ? 1 : subjectRuns.length + 1))
      .reduce((sum, each) => sum + each, 0);
  const [best] = candidates.map(({ name }) => name).toSorted((a, b) => score(b) - score(a) || a.localeCompare(b));
  return best ?? null;
}

/**
 * Brings the subjects that may run anywhere home; what they lose by that is written off. Each writes what it lacks as
 * soon as it serves: the processors would have nothing to do while the others are on their way.
 */
export async function colocate(
  context: RunContext,
  subjectRuns: readonly SubjectRun[],
  event: EventName,
): Promise<void> {
  const { cluster, targetNode } = context;
  const isAway = ({ subject }: SubjectRun) =>
    cluster.dataReplicas(subject).some(({ node, terminating }) => node !== targetNode && !terminating);
  await Promise.all(
    subjectRuns
      .filter(({ skipReason }) => skipReason === null)
      .map(async (run) => {
        context.onProgress({ step: 'phase', subject: run.subject.name, event, phase: 'gathers' });
        if (targetNode !== null && isMovable(cluster, run) && isAway(run)) await moveTo(targetNode, context, run);
        await fillEarly(context, run);
      }),
  );
}

async function moveTo(home: string, context: RunContext, run: SubjectRun): Promise<void> {
  const { cluster, placement } = context;
  const target = replacing(context, run);
  await placement.on(home, async () => {
    await Promise.all(target.targets.map((replica) => cluster.delete(replica)));
    await waitUntilReplaced(target);
  });
  await waitUntilGone(target);
  if (!followsItsPod(cluster, run)) run.writer.startNewLedger();
}

/** What goes wrong here is found, and told, when the subject's trial looks. */
async function fillEarly(context: RunContext, { subject: { name }, writer }: SubjectRun): Promise<void> {
  const { cluster, options, timings, signal } = context;
  const timeout = { timeout: options.deadline, confirmation: timings.confirmation, signal };
  const status = await waitUntilServing(cluster, cluster.subject(name), timeout);
  if (!status.serves) return;
  try {
    await context.limitFills(() => writer.fill(status.replicas, options.notes, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (!isRequestFailure(error)) throw error;
  }
}

const followsItsPod = (cluster: Cluster, { subject }: SubjectRun) => {
  const claims = boundClaims(cluster, subject);
  return claims.length > 0 && claims.every(isPortable);
};

const isPortable = ({ accessScope }: Claim) => accessScope === 'follows' || accessScope === 'everywhere';

function isMovable(cluster: Cluster, { subject, kind }: SubjectRun): boolean {
  // the claim of an ephemeral volume goes with its pod
  if (staysOnNode(kind) || kind === 'ephemeral') return true;
  return boundClaims(cluster, subject).every(isPortable);
}

function replacing(context: RunContext, { subject: { name } }: SubjectRun): Replacement {
  const { cluster } = context;
  const subject = cluster.subject(name);
  const targets = cluster.dataReplicas(subject).filter(({ terminating }) => !terminating);
  return { context, cluster, dataWorkload: cluster.dataWorkload(subject), targets };
}
