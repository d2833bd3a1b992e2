import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Replica, Subject, Workload } from '@persistence-lab/cluster';
import type { Language, Text } from '@persistence-lab/language';
import { undefinedOnTimeout } from './failures.ts';
import { isRetried, permanentBlockReason } from './permanent-block-reason.ts';
import { workloadsOf } from './pod-states.ts';

/** Whether a subject serves, and why replicas do not, one sentence for each reason. */
export type ServingStatus =
  | {
      readonly serves: true;
      readonly replicas: Replica[];
      /** Why the other desired replicas do not serve. */
      readonly reasons: string[];
    }
  | { readonly serves: false; readonly reasons: string[] };

export interface ServingWait {
  /** Milliseconds. */
  readonly timeout: number;
  /** Milliseconds for which a permanent block reason must persist. */
  readonly confirmation: number;
  readonly language: Language;
  readonly signal: AbortSignal;
}

const pollInterval = 200;
const readinessTimeout = 3_000;

/** Waits until every replica of the subject serves, or until it is certain that it stays blocked. */
export async function waitUntilServing(cluster: Cluster, subject: Subject, wait: ServingWait): Promise<ServingStatus> {
  const { signal, language } = wait;
  const end = performance.now() + wait.timeout;
  const atMost = (limit = Infinity) => ({
    timeout: Math.ceil(Math.max(0, Math.min(limit, end - performance.now()))),
    signal,
  });
  while (performance.now() < end) {
    const found = await undefinedOnTimeout(
      cluster.waitUntil(`${subject.name} serves`, () => poll(cluster, subject), atMost()),
    );
    if (found === undefined) break;
    if ('replicas' in found) {
      if (await areReady(found.replicas, signal)) return { serves: true, replicas: found.replicas, reasons: [] };
      // No change of the cluster announces that a replica passes its readiness check.
      await pause(pollInterval, undefined, { signal });
      continue;
    }
    const isResolved = () => !isBlocked(poll(cluster, subject));
    const confirmation = wait.confirmation * (isRetried(found.blockReason) ? 3 : 1);
    const resolved = cluster.waitUntil(`${subject.name} is no longer blocked`, isResolved, atMost(confirmation));
    if (!(await undefinedOnTimeout(resolved)))
      return statusWith([found.blockReason[language]], cluster, subject, signal);
  }
  return statusWith(await reasonsOf(cluster, subject, language), cluster, subject, signal);
}

/** The replicas that serve, which may be fewer than desired or none, with the reasons. */
async function statusWith(
  reasons: string[],
  cluster: Cluster,
  subject: Subject,
  signal: AbortSignal,
): Promise<ServingStatus> {
  const ready = cluster.replicas(subject).filter((replica) => replica.ready && !replica.terminating);
  const answers = await Promise.all(ready.map((replica) => areReady([replica], signal)));
  const replicas = ready.filter((_, index) => answers[index]);
  return replicas.length > 0 ? { serves: true, replicas, reasons } : { serves: false, reasons };
}

type PollResult = { readonly replicas: Replica[] } | { readonly blockReason: Text } | undefined;

const isBlocked = (result: PollResult) => result !== undefined && 'blockReason' in result;

function poll(cluster: Cluster, { name, namespace }: Subject): PollResult {
  const subject = cluster.subjects().find((each) => each.name === name && each.namespace === namespace);
  if (subject === undefined) return undefined;
  const workloads = workloadsOf(cluster, subject);
  const ready = workloads.map((workload) => readyReplicas(cluster, workload));
  const replicas = ready.at(-1);
  if (replicas && ready.every((each) => each !== undefined)) return { replicas };
  const blockReason = workloads
    .map((workload) => permanentBlockReason(cluster.replicas(workload), cluster.nodes()))
    .find((reason) => reason !== null);
  return blockReason && { blockReason };
}

/** All desired replicas, each ready on a ready node, if no other replica may still write; otherwise undefined. */
function readyReplicas(cluster: Cluster, workload: Workload): Replica[] | undefined {
  const readyNodes = new Set(cluster.nodes().flatMap(({ name, ready }) => (ready ? [name] : [])));
  const replicas = cluster
    .replicas(workload)
    .filter(({ terminating, node }) => !terminating || readyNodes.has(node ?? ''));
  const ready = replicas.filter((each) => each.ready && !each.terminating && readyNodes.has(each.node ?? ''));
  return ready.length > 0 && ready.length === workload.desiredReplicas && replicas.length === ready.length
    ? ready
    : undefined;
}

// The cluster learns late that the database of a replica is gone or back, so ask the replica itself.
async function areReady(replicas: readonly Replica[], signal: AbortSignal): Promise<boolean> {
  const answers = replicas.map(async (replica) => {
    const timeout = AbortSignal.timeout(readinessTimeout);
    const answer = await replica.fetch('/readyz', { signal: AbortSignal.any([signal, timeout]) });
    await answer.body?.cancel();
    return answer.ok;
  });
  return (await Promise.allSettled(answers)).every((each) => each.status === 'fulfilled' && each.value);
}

async function reasonsOf(cluster: Cluster, subject: Subject, language: Language): Promise<string[]> {
  const reasons = await Promise.all(workloadsOf(cluster, subject).map((workload) => cluster.diagnose(workload)));
  const texts = reasons.flat().map((reason) => reason[language]);
  return texts.length > 0 ? texts : [notReady(subject.name)[language]];
}

const notReady = (name: string): Text => ({
  en: `${name} does not pass its readiness check`,
  'pt-BR': `${name} não passa na verificação de prontidão`,
});
