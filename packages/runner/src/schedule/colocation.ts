import type { Claim, Cluster, Replica } from '@persistence-lab/cluster';
import type { EventName } from '@persistence-lab/experiment';
import { type FaultTarget, moveTo, staysOnNode } from '../faults/fault-target.ts';
import { boundClaims } from '../observe/cluster-facts.ts';
import { isRequestFailure } from '../observe/failures.ts';
import { waitUntilServing } from '../observe/serving-status.ts';
import type { RunContext, SubjectRun } from '../run-context.ts';

/**
 * Chooses the node on which subjects are colocated, so that a node event affects many at once instead of a few on each
 * node: the one with most of the subjects that cannot be moved. Null: no node accepts pods.
 */
export function chooseTargetNode(
  cluster: Cluster,
  runs: readonly SubjectRun[],
  events: readonly EventName[],
): string | null {
  const open = cluster.nodes().filter(({ ready, cordoned }) => ready && !cordoned);
  const workers = open.filter(({ controlPlane }) => !controlPlane);
  const score = (node: string) =>
    runs
      .filter(({ subject }) => cluster.dataReplicas(subject).some((replica) => replica.node === node))
      // after claim-delete a new claim can be created on any node
      .map((run) => (isMovable(cluster, run) || events.includes('claim-delete') ? 1 : runs.length + 1))
      .reduce((sum, each) => sum + each, 0);
  const names = (workers.length > 0 ? workers : open).map(({ name }) => name);
  const [best] = names.toSorted((a, b) => score(b) - score(a) || a.localeCompare(b));
  return best ?? null;
}

/**
 * Moves the subjects that can run on any node to the target node; the notes that they lose by that are not counted. Each
 * subject is filled as soon as it serves, because the processor is idle while others are still moved.
 */
export async function colocate(context: RunContext, runs: readonly SubjectRun[], event: EventName): Promise<void> {
  await Promise.all(
    runs
      .filter(({ skipReason }) => skipReason === null)
      .map(async (run) => {
        context.onProgress({ step: 'phase', subject: run.subject.name, event, phase: 'moves' });
        await moveToTargetNode(context, run);
        await fillEarly(context, run);
      }),
  );
}

async function moveToTargetNode(context: RunContext, run: SubjectRun): Promise<void> {
  const { cluster, targetNode } = context;
  if (targetNode === null || !isMovable(cluster, run)) return;
  const subject = cluster.subject(run.subject.name);
  const targets = livingReplicas(cluster.dataReplicas(subject));
  if (targets.every(({ node }) => node === targetNode)) return;
  await moveTo(targetNode, { context, cluster, dataWorkload: cluster.dataWorkload(subject), targets });
  if (!keepsDataWhenMoved(cluster, run)) run.writer.startNewLedger();
}

/** Moves pods back to the node with their data, if they were rescheduled to another one. */
export async function moveBack(target: FaultTarget, node: string): Promise<void> {
  const { cluster, dataWorkload, subject } = target;
  const moved = livingReplicas(cluster.replicas(dataWorkload)).filter((replica) => replica.node !== node);
  if (staysOnNode(subject.kind) && moved.length > 0) await moveTo(node, { ...target, targets: moved });
}

/** Failures are ignored here: the trial of the subject finds and reports them. */
async function fillEarly(context: RunContext, { subject: { name }, writer }: SubjectRun): Promise<void> {
  const { cluster, language, options, timings, signal } = context;
  const wait = { timeout: options.deadline, confirmation: timings.confirmation, language, signal };
  const status = await waitUntilServing(cluster, cluster.subject(name), wait);
  if (!status.serves) return;
  try {
    await context.limitFills(() => writer.fill(status.replicas, options.notes, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (!isRequestFailure(error)) throw error;
  }
}

const livingReplicas = (replicas: readonly Replica[]) => replicas.filter(({ terminating }) => !terminating);

function keepsDataWhenMoved(cluster: Cluster, { subject }: SubjectRun): boolean {
  const claims = boundClaims(cluster, subject);
  return claims.length > 0 && claims.every(isPortable);
}

const isPortable = ({ accessScope }: Claim) => accessScope === 'follows' || accessScope === 'everywhere';

function isMovable(cluster: Cluster, { subject, kind }: SubjectRun): boolean {
  // the claim of an ephemeral volume is deleted and created with its pod
  if (staysOnNode(kind) || kind === 'ephemeral') return true;
  return boundClaims(cluster, subject).every(isPortable);
}
