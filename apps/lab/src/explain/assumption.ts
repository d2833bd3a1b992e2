import type { ClusterFacts, KindName } from '@persistence-lab/experiment';

export const volumeScopes = ['one-node', 'follow', 'everywhere'] as const;

/** The cluster that an explanation assumes: it queries none. */
export interface Assumption {
  readonly nodes: number;
  /** Which nodes reach the volume of a ReadWriteOnce claim. */
  readonly volumes: (typeof volumeScopes)[number];
}

const accessScopes = { 'one-node': 'one node', follow: 'follows', everywhere: 'everywhere' } as const;
const withoutClaim: readonly KindName[] = ['none', 'emptydir', 'memory', 'hostpath', 'redis-none'];

/** The facts of the assumed cluster. Its storage classes have the reclaim policy Delete, which is the default. */
export function assumedFacts({ nodes, volumes }: Assumption): ClusterFacts {
  return {
    nodes,
    replicas: 3,
    accessScope(kind) {
      if (withoutClaim.includes(kind)) return null;
      return kind === 'pvc-rwx' ? 'everywhere' : accessScopes[volumes];
    },
    reclaimPolicy(kind) {
      if (withoutClaim.includes(kind)) return null;
      return kind === 'static-pv' ? 'retain' : 'delete';
    },
  };
}
