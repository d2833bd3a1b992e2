import type { ClusterFacts, KindName } from '@persistence-lab/experiment';

export const volumeReaches = ['one-node', 'follow', 'everywhere'] as const;

/** The cluster that an explanation assumes, because it queries none. */
export interface Assumption {
  readonly nodes: number;
  /** Which nodes reach the volume of a ReadWriteOnce claim. */
  readonly volumes: (typeof volumeReaches)[number];
}

const reaches = { 'one-node': 'one node', follow: 'follows', everywhere: 'everywhere' } as const;
const withoutClaim: readonly KindName[] = ['none', 'emptydir', 'memory', 'hostpath', 'redis-none'];

/** The facts of the assumed cluster. Its classes delete a volume with its claim, like nearly all. */
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
