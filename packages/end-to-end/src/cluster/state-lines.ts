import type { Cluster } from '@persistence-lab/cluster';
import { waitUntilReady } from './cluster-state.ts';

/** The state of a cluster as comparable lines: nodes, replica counts, claims, and whether a run is open. */
export async function stateOf(cluster: Cluster): Promise<string[]> {
  const nodes = cluster.nodes().map(({ name, ready, cordoned }) => `${name}: ready ${ready}, cordoned ${cordoned}`);
  const workloads = cluster.workloads().flatMap((workload) => {
    const { name, desiredReplicas, rolledOut, component } = workload;
    if (component === 'job') return []; // it may be garbage-collected at any time
    const claims = cluster.claims(workload).filter(({ name }) => !isEphemeral(name, cluster));
    return `${name}: ${desiredReplicas} replicas, rolled out ${rolledOut}, claims ${claims.map((claim) => claim.name).toSorted()}`;
  });
  const run = await cluster.findOpenRun();
  return [...nodes, ...workloads, run === null ? 'no run is open' : `the run of ${run.by} is open`].toSorted();
}

/** The same, once everything is ready: earlier tests may have switched nodes. */
export async function stateOnceReady(cluster: Cluster): Promise<string[]> {
  await waitUntilReady(cluster);
  return stateOf(cluster);
}

/** The claim of an ephemeral volume: its name begins with that of its Pod, which changes. */
function isEphemeral(claim: string, cluster: Cluster): boolean {
  return cluster
    .workloads()
    .some((workload) => cluster.replicas(workload).some(({ name }) => claim.startsWith(`${name}-`)));
}
