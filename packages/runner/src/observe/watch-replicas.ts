import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';
import type { Timeline } from '@persistence-lab/experiment';

/** Writes down what becomes of the replicas that concern the subject, until the function that it gives is called. */
export function watchReplicas(cluster: Cluster, subject: Subject, timeline: Timeline): () => void {
  let before = stateOf(cluster, subject);
  return cluster.onChange(() => {
    const now = stateOf(cluster, subject);
    for (const [id, { name, state }] of now)
      if (before.get(id)?.state !== state) timeline.add('replica', `${name} ${state}`);
    for (const [id, { name }] of before) if (!now.has(id)) timeline.add('replica', `${name} is gone`);
    before = now;
  });
}

function stateOf(cluster: Cluster, subject: Subject): Map<string, { name: string; state: string }> {
  const dataWorkload = cluster.dataWorkload(subject);
  const concerned = dataWorkload.name === subject.name ? [subject] : [dataWorkload, subject];
  const replicas = concerned.flatMap((workload) => cluster.replicas(workload));
  return new Map(replicas.map((replica) => [replica.id, { name: replica.name, state: describe(replica) }]));
}

function describe({ node, ready, terminating, restarts }: Replica): string {
  if (terminating) return `is told to end`;
  if (node === null) return 'waits for a node';
  const again = restarts > 0 ? `, restarted ${restarts === 1 ? 'once' : `${restarts} times`}` : '';
  return `${ready ? 'is ready' : 'is not ready'} on ${node}${again}`;
}
