import type { Cluster, Workload } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { counted, formatDuration, type Language, messageFor, type Text } from '@persistence-lab/language';
import { undefinedOnTimeout } from './failures.ts';

/** Milliseconds. */
export interface SnapshotTimeouts {
  /** Until a node that was ready is ready again. */
  readonly nodes: number;
  /** Until a workload that was ready is ready again. */
  readonly workloads: number;
}

/** The state of one workload before the run. */
interface WorkloadState {
  readonly workload: Workload;
  readonly claims: number;
}

/**
 * Records the state of the cluster. The returned function waits until everything is as before, and describes what is
 * still different after the timeouts.
 */
export function takeClusterSnapshot(
  cluster: Cluster,
  timeouts: SnapshotTimeouts,
  language: Language,
): () => Promise<string[]> {
  const workloads = cluster
    .workloads()
    .filter(({ component }) => component !== 'job')
    .map((workload): WorkloadState => ({ workload, claims: cluster.claims(workload).length }));
  const nodes = new Map(cluster.nodes().map((node) => [node.name, node]));
  const lostNodes = () =>
    cluster.nodes().flatMap(({ name, ready }) => (nodes.get(name)?.ready && !ready ? [name] : []));
  return async () => {
    const wait = { timeout: timeouts.nodes };
    await undefinedOnTimeout(cluster.waitUntil('all nodes are ready', () => lostNodes().length === 0, wait));
    const lost = lostNodes();
    const changed = cluster.nodes().filter(({ name, cordoned }) => cordoned !== (nodes.get(name)?.cordoned ?? false));
    const differences = await Promise.all(
      workloads.map((before) => differencesOf(cluster, before, lost.length > 0 ? null : timeouts.workloads, language)),
    );
    return [
      ...(lost.length > 0 ? [notReadyNodes(lost, waitingWorkloads(cluster, workloads))[language]] : []),
      ...changed.map((node) => cordonChanged(node)[language]),
      ...differences.flat(),
    ];
  };
}

const currentState = (cluster: Cluster, { name, namespace }: Workload) =>
  cluster.workloads().find((each) => each.name === name && each.namespace === namespace);

const waitingWorkloads = (cluster: Cluster, workloads: readonly WorkloadState[]): string[] =>
  workloads
    .filter(({ workload }) => workload.rolledOut && !currentState(cluster, workload)?.rolledOut)
    .map(({ workload }) => workload.name);

/** @param timeout null: do not wait, because a workload that needs a lost node cannot become ready */
async function differencesOf(
  cluster: Cluster,
  { workload, claims }: WorkloadState,
  timeout: number | null,
  language: Language,
): Promise<string[]> {
  const { name, desiredReplicas, rolledOut } = workload;
  const now = () => currentState(cluster, workload);
  const replicas = now()?.desiredReplicas;
  if (replicas === undefined) return [isMissing(name)[language]];
  if (replicas !== desiredReplicas) return [replicasChanged(name, desiredReplicas, replicas)[language]];
  if (!rolledOut || timeout === null) return [];
  const claimsNow = () => cluster.claims(workload).length;
  const changedClaims = () => (claimsNow() === claims ? [] : [claimsChanged(name, claims, claimsNow())[language]]);
  try {
    const isReady = () => now()?.rolledOut ?? false;
    if (!(await undefinedOnTimeout(cluster.waitUntil(`${name} is ready`, isReady, { timeout })))) {
      const reasons = (await cluster.diagnose(workload)).map((reason) => reason[language]);
      return [[notReady(name, timeout)[language], ...reasons].join('\n  '), ...changedClaims()];
    }
    // The claim of a single pod is deleted shortly after the pod.
    const hasSameClaims = () => claimsNow() === claims;
    await undefinedOnTimeout(cluster.waitUntil(`${name} has the claims from before`, hasSameClaims, { timeout }));
    return changedClaims();
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return [messageFor(error, language), ...changedClaims()];
  }
}

const isMissing = (name: string): Text => ({ en: `${name} no longer exists.`, 'pt-BR': `${name} não existe mais.` });

function replicasChanged(name: string, before: number, now: number): Text {
  const replicas = counted(now, { en: ['replica', 'replicas'], 'pt-BR': ['réplica', 'réplicas'] });
  return {
    en: `${name} has ${replicas.en}; before the run it had ${before}.`,
    'pt-BR': `${name} tem ${replicas['pt-BR']}; antes da execução tinha ${before}.`,
  };
}

function claimsChanged(name: string, before: number, now: number): Text {
  const claims = counted(now, { en: ['claim', 'claims'], 'pt-BR': ['PVC', 'PVCs'] });
  return {
    en: `${name} has ${claims.en}; before the run it had ${before}.`,
    'pt-BR': `${name} tem ${claims['pt-BR']}; antes da execução tinha ${before}.`,
  };
}

const notReady = (name: string, timeout: number): Text => ({
  en: `${name} was ready before the run, but is not ready ${formatDuration(timeout, 'en')} after it.`,
  'pt-BR': `${name} estava pronto antes da execução, mas não está pronto ${formatDuration(timeout, 'pt-BR')} depois dela.`,
});

const cordonChanged = ({ name, cordoned }: { name: string; cordoned: boolean }): Text =>
  cordoned
    ? {
        en: `${name} is cordoned; before the run it was not.`,
        'pt-BR': `${name} está isolado (cordon); antes não estava.`,
      }
    : { en: `${name} is no longer cordoned.`, 'pt-BR': `${name} não está mais isolado (cordon).` };

function notReadyNodes(nodes: readonly string[], waiting: readonly string[]): Text {
  const names = nodes.join(', ');
  const list = waiting.join(', ');
  return {
    en: `Ready before the run, but not now: ${names}. Switch on by hand${list && `; until then these are not ready: ${list}`}.`,
    'pt-BR': `Prontos antes da execução, mas não agora: ${names}. Ligue manualmente${list && `; até lá não ficam prontos: ${list}`}.`,
  };
}
