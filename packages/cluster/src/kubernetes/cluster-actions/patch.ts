import { AppsV1Api, PatchStrategy, setHeaderOptions, type KubeConfig } from '@kubernetes/client-node';
import type { WorkloadName } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import type { ObjectCache } from '../cache/object-cache.ts';

export const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** @throws ClusterError `missing` */
export function kindOf(cache: ObjectCache, { name, namespace }: WorkloadName): 'Deployment' | 'StatefulSet' {
  const isIt = ({ metadata }: { metadata?: { name?: string; namespace?: string } }) =>
    metadata?.name === name && metadata.namespace === namespace;
  if (cache.deployments.some(isIt)) return 'Deployment';
  if (cache.statefulSets.some(isIt)) return 'StatefulSet';
  throw new ClusterError('missing', {
    en: `${name} does not exist, or is no Deployment or StatefulSet.`,
    'pt-BR': `${name} não existe, ou não é Deployment nem StatefulSet.`,
  });
}

export async function patchScale(
  config: KubeConfig,
  cache: ObjectCache,
  { name, namespace }: WorkloadName,
  replicas: number,
): Promise<void> {
  const apps = config.makeApiClient(AppsV1Api);
  const change = { name, namespace, body: { spec: { replicas } } };
  if (kindOf(cache, change) === 'Deployment') await apps.patchNamespacedDeploymentScale(change, mergePatch);
  else await apps.patchNamespacedStatefulSetScale(change, mergePatch);
}

/** What `kubectl rollout restart` does. */
export async function patchRestart(
  config: KubeConfig,
  cache: ObjectCache,
  { name, namespace }: WorkloadName,
): Promise<void> {
  const apps = config.makeApiClient(AppsV1Api);
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  const change = { name, namespace, body: { spec: { template: { metadata: { annotations } } } } };
  if (kindOf(cache, change) === 'Deployment') await apps.patchNamespacedDeployment(change, mergePatch);
  else await apps.patchNamespacedStatefulSet(change, mergePatch);
}
