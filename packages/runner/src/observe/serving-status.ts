import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Replica, Subject, Workload } from '@persistence-lab/cluster';
import { undefinedOnTimeout } from '../undefined-on-timeout.ts';
import { permanentBlockReason, isTriedAgain } from './permanent-block-reason.ts';

/** How a subject stands in the end. */
export type ServingStatus =
  | {
      readonly serves: true;
      readonly replicas: Replica[];
      /** Why the other replicas that it should have do not serve. */
      readonly reasons: string[];
    }
  /** No replica serves, and none will in time: why, a sentence a reason. */
  | { readonly serves: false; readonly reasons: string[] };

export interface Patience {
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Milliseconds for which something must have been hopeless to be taken as such. */
  readonly confirmation: number;
}

const betweenQuestions = 200;

/** Waits until every replica of the subject serves, or until it is clear that none will. */
export async function waitUntilServing(cluster: Cluster, subject: Subject, timeout: Patience): Promise<ServingStatus> {
  const end = performance.now() + timeout.timeout;
  const wait = (most = Infinity) => ({
    timeout: Math.ceil(Math.max(0, Math.min(most, end - performance.now()))),
    signal: timeout.signal,
  });
  while (performance.now() < end) {
    const seen = await undefinedOnTimeout(
      cluster.waitUntil(`${subject.name} serves`, () => look(cluster, subject), wait()),
    );
    if (seen === undefined) break;
    if ('replicas' in seen) {
      if (await allAnswer(seen.replicas, timeout.signal)) return { serves: true, replicas: seen.replicas, reasons: [] };
      // nobody tells when they do: there is nothing to wait on but the answer
      await pause(betweenQuestions, undefined, { signal: timeout.signal });
      continue;
    }
    const cured = () => !isHopeless(look(cluster, subject));
    const confirmation = timeout.confirmation * (isTriedAgain(seen.hopeless) ? 3 : 1);
    if (await undefinedOnTimeout(cluster.waitUntil(`${subject.name} has a way out`, cured, wait(confirmation))))
      continue;
    return standingWith([seen.hopeless], cluster, subject, timeout);
  }
  return standingWith(await reasonsOf(cluster, subject), cluster, subject, timeout);
}

/** What serves as it is: perhaps fewer replicas than there should be, for these reasons; perhaps none. */
async function standingWith(
  reasons: string[],
  cluster: Cluster,
  subject: Subject,
  { signal }: Patience,
): Promise<ServingStatus> {
  const replicas = await answeringReplicas(cluster, subject, signal);
  return replicas.length > 0 ? { serves: true, replicas, reasons } : { serves: false, reasons };
}

type Look = { readonly replicas: Replica[] } | { readonly hopeless: string } | undefined;

const isHopeless = (seen: Look) => seen !== undefined && 'hopeless' in seen;

function look(cluster: Cluster, { name, namespace }: Subject): Look {
  const subject = cluster.subjects().find((each) => each.name === name && each.namespace === namespace);
  if (subject === undefined) return undefined;
  const dataWorkload = cluster.dataWorkload(subject);
  const concerned = dataWorkload.name === subject.name ? [subject] : [dataWorkload, subject];
  const found = concerned.map((workload) => readyReplicas(cluster, workload));
  const replicas = found.at(-1);
  if (replicas && found.every((each) => each !== undefined)) return { replicas };
  const hopeless = concerned
    .map((workload) => permanentBlockReason(cluster.replicas(workload), cluster.nodes()))
    .find((reason) => reason !== null);
  return hopeless === undefined ? undefined : { hopeless };
}

/** All wanted replicas, each ready on a node that answers, and no other that still may write; else undefined. */
function readyReplicas(cluster: Cluster, workload: Workload): Replica[] | undefined {
  const answering = new Set(cluster.nodes().flatMap(({ name, ready }) => (ready ? [name] : [])));
  const replicas = cluster
    .replicas(workload)
    .filter(({ terminating, node }) => !terminating || answering.has(node ?? ''));
  const ready = replicas.filter((each) => each.ready && !each.terminating && answering.has(each.node ?? ''));
  return ready.length > 0 && ready.length === workload.desiredReplicas && replicas.length === ready.length
    ? ready
    : undefined;
}

// the cluster learns late that a database behind a replica is gone, or back: ask the replica itself
async function allAnswer(replicas: readonly Replica[], signal: AbortSignal): Promise<boolean> {
  const answers = replicas.map(async (replica) => {
    const answer = await replica.fetch('/readyz', { signal: AbortSignal.any([signal, AbortSignal.timeout(3_000)]) });
    await answer.body?.cancel();
    return answer.ok;
  });
  return (await Promise.allSettled(answers)).every((each) => each.status === 'fulfilled' && each.value);
}

async function answeringReplicas(cluster: Cluster, subject: Subject, signal: AbortSignal): Promise<Replica[]> {
  const ready = cluster.replicas(subject).filter((replica) => replica.ready && !replica.terminating);
  const answers = await Promise.all(ready.map((replica) => allAnswer([replica], signal)));
  return ready.filter((_, at) => answers[at]);
}

async function reasonsOf(cluster: Cluster, subject: Subject): Promise<string[]> {
  const dataWorkload = cluster.dataWorkload(subject);
  const concerned = dataWorkload.name === subject.name ? [subject] : [dataWorkload, subject];
  const reasons = (await Promise.all(concerned.map((workload) => cluster.diagnose(workload)))).flat();
  return reasons.length > 0 ? reasons : [`${subject.name} does not answer that it is ready`];
}
