import type { Cluster, Workload } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { undefinedOnTimeout } from './undefined-on-timeout.ts';

/** Milliseconds. */
export interface Patience {
  /** Until a node that was ready is ready again. */
  readonly nodes: number;
  /** Until a workload that was ready is. */
  readonly workloads: number;
}

/** Remembers how the cluster is; the result tells what is not so any more, once everything has had time to settle. */
export function takeClusterSnapshot(cluster: Cluster, timeout: Patience): () => Promise<string[]> {
  const workloads = cluster.workloads().filter(({ component }) => component !== 'job');
  const claims = new Map(workloads.map((each) => [each, cluster.claims(each).length]));
  const cordoned = new Set(cluster.nodes().flatMap((node) => (node.cordoned ? [node.name] : [])));
  const ready = new Set(cluster.nodes().flatMap((node) => (node.ready ? [node.name] : [])));

  const asNow = ({ name, namespace }: Workload) =>
    cluster.workloads().find((each) => each.name === name && each.namespace === namespace);

  async function differenceOf(before: Workload): Promise<string[]> {
    const now = () => asNow(before);
    if (now() === undefined) return [`${before.name} is gone.`];
    if (now()?.desiredReplicas !== before.desiredReplicas)
      return [`${before.name} has ${now()?.desiredReplicas} replicas, before it had ${before.desiredReplicas}.`];
    // what waits for a node that does not come back will not be ready however long one waits
    if (!before.rolledOut || lostNodes().length > 0) return [];
    const wait = { timeout: timeout.workloads, of: before };
    const count = () => cluster.claims(before).length;
    try {
      await cluster.waitUntil(`${before.name} is ready again`, () => now()?.rolledOut ?? false, wait);
      // a pod's own claim goes a moment after its pod
      await cluster.waitUntil(`${before.name} has its claims`, () => count() === claims.get(before), wait);
      return [];
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      const more =
        count() === claims.get(before) ? [] : [`${before.name} had ${claims.get(before)} claims, now ${count()}.`];
      return [error.message, ...more];
    }
  }

  const lostNodes = () => cluster.nodes().filter((node) => ready.has(node.name) && !node.ready);

  function describeLost(): string[] {
    const names = lostNodes().map(({ name }) => name);
    if (names.length === 0) return [];
    const waiting = workloads.filter((each) => each.rolledOut && !asNow(each)?.rolledOut).map(({ name }) => name);
    return [`Ready before, and not ready now: ${names.join(', ')}. Switch it on by hand; ${waits(waiting)}.`];
  }

  return async () => {
    const wait = { timeout: timeout.nodes };
    await undefinedOnTimeout(cluster.waitUntil('all nodes are ready again', () => lostNodes().length === 0, wait));
    const nodes = cluster.nodes().filter((node) => node.cordoned !== cordoned.has(node.name));
    const cordons = nodes.map((node) => `${node.name} ${node.cordoned ? 'is' : 'is no longer'} cordoned.`);
    return [...describeLost(), ...cordons, ...(await Promise.all(workloads.map(differenceOf))).flat()];
  };
}

const waits = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing waits for it' : `until then these are not ready: ${names.join(', ')}`;
