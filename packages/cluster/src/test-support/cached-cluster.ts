import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import { createChangeNotifier, createWaitUntil } from '../change-notifier.ts';
import type { ObjectCache } from '../kubernetes/cache/object-cache.ts';
import { serveApi, type ApiRequest } from './api-server.ts';

export const namespace = 'lab';
export const workload = {
  name: 'notes',
  namespace,
  component: 'api',
  app: 'notes-api',
  kind: 'pvc',
  desiredReplicas: 1,
  rolledOut: true,
} as const;

const selector = { matchLabels: { app: 'notes' } };
const spec = { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'notes' } }] };
export const deployment = {
  metadata: { name: 'notes', namespace, uid: 'deployment' },
  spec: { replicas: 1, selector, template: { spec } },
};
export const pod = (uid: string): V1Pod => ({
  metadata: { name: 'notes-1', namespace, uid, labels: { app: 'notes' } },
  spec,
});
export const claim = (uid: string, metadata: object = {}): V1PersistentVolumeClaim => ({
  metadata: { name: 'notes', namespace, uid, ...metadata },
  spec: { volumeName: 'v', accessModes: ['ReadWriteOnce'] },
});
export const volume = (reclaim: string): V1PersistentVolume => ({
  metadata: { name: 'v', annotations: { 'pv.kubernetes.io/provisioned-by': 'provisioner' } },
  spec: { persistentVolumeReclaimPolicy: reclaim, claimRef: { name: 'notes', namespace, uid: 'claim-1' } },
});

/** The object cache of a driver with a Deployment, one pod and one claim; `change` updates it. */
export async function createCachedCluster(
  objects: Partial<ObjectCache> = {},
  answer: (request: ApiRequest) => object = () => ({}),
) {
  const changes = createChangeNotifier();
  let now: ObjectCache = {
    pods: [pod('pod-1')],
    deployments: [deployment],
    statefulSets: [],
    jobs: [],
    claims: [claim('claim-1')],
    volumes: [],
    nodes: [],
    ...objects,
  };
  const { config, requests } = await serveApi(answer);
  return {
    config,
    requests,
    cache: () => now,
    waitUntil: createWaitUntil(changes, async () => []),
    change(next: Partial<ObjectCache>) {
      now = { ...now, ...next };
      changes.notify();
    },
    requestPaths: () =>
      requests.map(({ method, path }) => `${method} ${path.replace(/^.*\/(namespaces\/lab|v1)\//, '')}`),
  };
}
