import type { ClusterFacts, KindName } from '@persistence-lab/experiment';

export const volumeReaches = ['one-node', 'follow', 'everywhere'] as const;

/** What an explanation takes for granted, as there is no cluster to ask. */
export interface Assumption {
  readonly nodes: number;
  /** Of claims that one node may mount at a time. */
  readonly volumes: (typeof volumeReaches)[number];
}

const reaches = { 'one-node': 'one node', follow: 'follows', everywhere: 'everywhere' } as const;
const withoutClaim: readonly KindName[] = ['none', 'emptydir', 'memory', 'hostpath', 'redis-none'];

/** The cluster that an explanation speaks of: its classes delete a volume with its claim, as nearly all do. */
export function assumedFacts({ nodes, volumes }: Assumption): ClusterFacts {
  return {
    nodes,
    replicas: 3,
    accessScope(kind) {
      if (withoutClaim.includes(kind)) return null;
      return kind === 'pvc-rwx' ? 'everywhere' : reaches[volumes];
    },
    reclaimPolicy(kind) {
      if (withoutClaim.includes(kind)) return null;
      return kind === 'static-pv' ? 'retain' : 'delete';
    },
  };
}
