import type { Cluster } from '@persistence-lab/cluster';
import { ScriptError } from '../deploy/script-error.ts';

const patience = 120_000; // a deployment may have been changed a moment ago

/** The tests say something only about a cluster where everything is in order before. */
export async function checkReady(cluster: Cluster): Promise<void> {
  const cordoned = cluster.nodes().filter((node) => node.cordoned);
  if (cordoned.length > 0) {
    const names = cordoned.map(({ name }) => name).join(' ');
    throw new ScriptError(`Nodes are cordoned: ${names}. To make them usable: kubectl uncordon ${names}`);
  }
  await settledAgain(cluster);
}

/** Waits until every workload is ready. */
export async function settledAgain(cluster: Cluster): Promise<void> {
  for (const workload of cluster.workloads()) {
    const settled = () => cluster.workloads().find(({ name }) => name === workload.name)?.rolledOut ?? true;
    await cluster.waitUntil(`${workload.name} is ready`, settled, { timeout: patience, workload });
  }
}

/** Remembers cordons and replica counts; the result puts them back, whatever has happened since. */
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
