import { AppsV1Api, PatchStrategy, setHeaderOptions, type KubeConfig } from '@kubernetes/client-node';
import type { WorkloadName } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import type { Seen } from './view.ts';

export const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Which of the two APIs a workload is changed by. @throws ClusterError `missing` */
export function kindOf(seen: Seen, { name, namespace }: WorkloadName): 'Deployment' | 'StatefulSet' {
  const isIt = ({ metadata }: { metadata?: { name?: string; namespace?: string } }) =>
    metadata?.name === name && metadata.namespace === namespace;
  if (seen.deployments.some(isIt)) return 'Deployment';
  if (seen.statefulSets.some(isIt)) return 'StatefulSet';
  throw new ClusterError('missing', `${name} is not there, or not a workload that can be changed.`);
}

/** Changes the number of replicas, and nothing else. */
export async function patchScale(
  config: KubeConfig,
  seen: Seen,
  { name, namespace }: WorkloadName,
  replicas: number,
): Promise<void> {
  const apps = config.makeApiClient(AppsV1Api);
  const change = { name, namespace, body: { spec: { replicas } } };
  if (kindOf(seen, change) === 'Deployment') await apps.patchNamespacedDeploymentScale(change, mergePatch);
  else await apps.patchNamespacedStatefulSetScale(change, mergePatch);
}

/** What `kubectl rollout restart` does. */
export async function patchRestart(config: KubeConfig, seen: Seen, { name, namespace }: WorkloadName): Promise<void> {
  const apps = config.makeApiClient(AppsV1Api);
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  const change = { name, namespace, body: { spec: { template: { metadata: { annotations } } } } };
  if (kindOf(seen, change) === 'Deployment') await apps.patchNamespacedDeployment(change, mergePatch);
  else await apps.patchNamespacedStatefulSet(change, mergePatch);
}
