import type { Claim, Cluster, Subject } from '@persistence-lab/cluster';
import type { ClusterFacts } from '@persistence-lab/experiment';

/** What the expectations for a subject depend on, as the cluster is now. */
export function factsOf(cluster: Cluster, subject: Subject, replicas: number): ClusterFacts {
  const claims = boundClaims(cluster, subject);
  const accessScope = commonValue(claims.map((claim) => claim.accessScope));
  const reclaimPolicy = commonValue(claims.map((claim) => claim.reclaimPolicy));
  const nodes = cluster.nodes().filter(({ ready, cordoned }) => ready && !cordoned).length;
  return { nodes, replicas, accessScope: () => accessScope, reclaimPolicy: () => reclaimPolicy };
}

/** The claims with the data of the subject that have a volume: without one, nothing is known about its nodes. */
export const boundClaims = (cluster: Cluster, subject: Subject): Claim[] =>
  cluster.claims(cluster.dataWorkload(subject)).filter(({ bound }) => bound);

/** The value that all have; null if they differ or there are none. */
function commonValue<T extends Claim['accessScope'] | Claim['reclaimPolicy']>(values: readonly T[]): T | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
