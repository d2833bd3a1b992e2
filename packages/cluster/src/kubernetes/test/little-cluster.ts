import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import { createChangeNotifier } from '../../changes.ts';
import { createWaitUntil } from '../../until.ts';
import type { Seen } from '../view.ts';
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
  metadata: { name: 'v', annotations: { 'pv.kubernetes.io/provisioned-by': 'somebody' } },
  spec: { persistentVolumeReclaimPolicy: reclaim, claimRef: { name: 'notes', namespace, uid: 'claim-1' } },
});

/** What a driver has seen of a Deployment with one pod and one claim; `change` is what it sees next. */
export async function createLittleCluster(
  seen: Partial<Seen> = {},
  answer: (request: ApiRequest) => object = () => ({}),
) {
  const changes = createChangeNotifier();
  let now: Seen = {
    pods: [pod('pod-1')],
    deployments: [deployment],
    statefulSets: [],
    jobs: [],
    claims: [claim('claim-1')],
    volumes: [],
    nodes: [],
    ...seen,
  };
  const { config, requests } = await serveApi(answer);
  return {
    config,
    requests,
    seen: () => now,
    waitUntil: createWaitUntil(changes, async () => []),
    change(next: Partial<Seen>) {
      now = { ...now, ...next };
      changes.notify();
    },
    asked: () => requests.map(({ method, path }) => `${method} ${path.replace(/^.*\/(namespaces\/lab|v1)\//, '')}`),
  };
}
