import type { Cluster, Workload } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';

const patience = 180_000;

/** Remembers how the cluster is; the result tells what is not so any more, once everything has had time to settle. */
export function rememberCluster(cluster: Cluster): () => Promise<string[]> {
  const workloads = cluster.workloads().filter(({ component }) => component !== 'job');
  const claims = new Map(workloads.map((each) => [each, cluster.claims(each).length]));
  const cordoned = new Set(cluster.nodes().flatMap((node) => (node.cordoned ? [node.name] : [])));

  async function differenceOf(before: Workload): Promise<string[]> {
    const now = () =>
      cluster.workloads().find((each) => each.name === before.name && each.namespace === before.namespace);
    if (now() === undefined) return [`${before.name} is gone.`];
    if (now()?.wanted !== before.wanted)
      return [`${before.name} has ${now()?.wanted} replicas, before it had ${before.wanted}.`];
    if (!before.settled) return [];
    const wait = { timeout: patience, of: before };
    const count = () => cluster.claims(before).length;
    try {
      await cluster.until(`${before.name} is ready again`, () => now()?.settled ?? false, wait);
      // a pod's own claim goes a moment after its pod
      await cluster.until(`${before.name} has its claims`, () => count() === claims.get(before), wait);
      return [];
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      const more =
        count() === claims.get(before) ? [] : [`${before.name} had ${claims.get(before)} claims, now ${count()}.`];
      return [error.message, ...more];
    }
  }

  return async () => {
    const nodes = cluster.nodes().filter((node) => node.cordoned !== cordoned.has(node.name));
    const cordons = nodes.map((node) => `${node.name} ${node.cordoned ? 'is' : 'is no longer'} cordoned.`);
    return [...cordons, ...(await Promise.all(workloads.map(differenceOf))).flat()];
  };
}
