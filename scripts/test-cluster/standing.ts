import type { Cluster } from '@persistence-lab/cluster';
import { settledAgain } from './cluster-state.ts';

/** How a cluster stands, in words that can be compared: nodes, replica counts, claims, and whether a run is open. */
export async function standingOf(cluster: Cluster): Promise<string[]> {
  const nodes = cluster.nodes().map(({ name, ready, cordoned }) => `${name}: ready ${ready}, cordoned ${cordoned}`);
  const workloads = cluster.workloads().flatMap((workload) => {
    const { name, desiredReplicas, rolledOut, component } = workload;
    if (component === 'job') return []; // it may be collected at any time
    const claims = cluster.claims(workload).filter(({ name }) => !isOfPod(name, cluster));
    return `${name}: ${desiredReplicas} wanted, settled ${rolledOut}, claims ${claims.map((claim) => claim.name).toSorted()}`;
  });
  const run = await cluster.findOpenRun();
  return [...nodes, ...workloads, run === null ? 'no run is open' : `the run of ${run.by} is open`].toSorted();
}

/** The same, once everything is ready: the tests before may have switched nodes. */
export async function standingOnceSettled(cluster: Cluster): Promise<string[]> {
  await settledAgain(cluster);
  return standingOf(cluster);
}

/** The claim of an ephemeral volume has the name of its pod, which is another one each time. */
function isOfPod(claim: string, cluster: Cluster): boolean {
  return cluster
    .workloads()
    .some((workload) => cluster.replicas(workload).some(({ name }) => claim.startsWith(`${name}-`)));
}
