import type { Cluster } from '@persistence-lab/cluster';
import { untranslated, UserError } from '@persistence-lab/language';

/** Milliseconds: a deployment may have just changed. */
const timeout = 120_000;

/** The tests need a cluster where every node and every workload is ready. @throws UserError when a node is cordoned */
export async function checkReady(cluster: Cluster): Promise<void> {
  const cordoned = cluster.nodes().filter((node) => node.cordoned);
  if (cordoned.length > 0) {
    const names = cordoned.map(({ name }) => name).join(' ');
    throw new UserError(untranslated(`Nodes are cordoned: ${names}. Make them schedulable: kubectl uncordon ${names}`));
  }
  await waitUntilReady(cluster);
}

/** Waits until every workload is ready. */
export async function waitUntilReady(cluster: Cluster): Promise<void> {
  for (const workload of cluster.workloads()) {
    const isReady = () => cluster.workloads().find(({ name }) => name === workload.name)?.rolledOut ?? true;
    await cluster.waitUntil(`${workload.name} is ready`, isReady, { timeout, workload: workload });
  }
}

/** Records cordons and replica counts; the function that it returns restores them. */
export function rememberState(cluster: Cluster): () => Promise<void> {
  const before = cluster.workloads();
  return async () => {
    for (const node of cluster.nodes()) {
      if (!node.cordoned) continue;
      console.log(`uncordoning ${node.name}`);
      await cluster.uncordon(node.name);
    }
    for (const { name, desiredReplicas } of before) {
      const now = cluster.workloads().find((workload) => workload.name === name);
      if (now === undefined || now.component === 'job' || now.desiredReplicas === desiredReplicas) continue;
      console.log(`scaling ${name} back to ${desiredReplicas}`);
      await cluster.scale(now, desiredReplicas);
    }
  };
}
