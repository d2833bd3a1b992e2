import type { Claim, Cluster, Subject } from '@persistence-lab/cluster';
import type { ClusterFacts } from '@persistence-lab/experiment';

/** What the expectations for a subject depend on, as the cluster is now. */
export function factsOf(cluster: Cluster, subject: Subject, replicas: number): ClusterFacts {
  const claims = boundClaims(cluster, subject);
  const accessScope = agreed(claims.map((claim) => claim.accessScope));
  const reclaimPolicy = agreed(claims.map((claim) => claim.reclaimPolicy));
  const nodes = cluster.nodes().filter(({ ready, cordoned }) => ready && !cordoned).length;
  return { nodes, replicas, accessScope: () => accessScope, reclaimPolicy: () => reclaimPolicy };
}

/** The claims that the subject's data are on: one that nobody has mounted yet has no volume that could reach anything. */
export const boundClaims = (cluster: Cluster, subject: Subject): Claim[] =>
  cluster.claims(cluster.dataWorkload(subject)).filter(({ bound }) => bound);

/** What all say; null when they do not agree, or there are none. */
function agreed<T extends Claim['accessScope'] | Claim['reclaimPolicy']>(values: readonly T[]): T | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
