import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';

const pods = (replicas: readonly Replica[]) => replicas.map(describeReplica).join(', ') || 'no pod';

/** Where the subject runs and what it stands on, a line each: what explains a verdict that nobody expected. */
export function describePlace(cluster: Cluster, subject: Subject): string[] {
  const dataWorkload = cluster.dataWorkload(subject);
  return [
    `${dataWorkload.name}: ${pods(cluster.replicas(dataWorkload))}`,
    ...(dataWorkload.name === subject.name ? [] : [`${subject.name}: ${pods(cluster.replicas(subject))}`]),
  ];
}

export function describeClaims(cluster: Cluster, subject: Subject): string[] {
  return cluster
    .claims(cluster.dataWorkload(subject))
    .map(({ name, storageClass, bound, accessScope, reclaimPolicy }) => {
      const volume = bound
        ? `reaches ${accessScope ?? 'nobody knows how far'}, ${reclaimPolicy ?? 'unknown'} when released`
        : 'not bound';
      return `claim ${name}: class ${storageClass ?? 'none'}, ${volume}`;
    });
}

function describeReplica({ name, node, ready, terminating, restarts, pendingReason }: Replica): string {
  const state = terminating ? 'is told to end' : ready ? 'ready' : 'not ready';
  const place = node === null ? 'on no node' : `on ${node}`;
  return `${name} ${place} (${[state, restarts > 0 && `${restarts} restarts`, pendingReason].filter(Boolean).join(', ')})`;
}
