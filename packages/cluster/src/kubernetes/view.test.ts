import type { V1Deployment, V1Pod } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { nodeOf, objectOf, podsOf, replicaOf, workloadsOf, type Seen } from './view.ts';

const labels = (component: string) => ({
  'app.kubernetes.io/name': 'notes-api',
  'app.kubernetes.io/component': component,
  'persistence-lab/kind': 'pvc',
});
const metadata = (name: string, component = 'api') => ({
  name,
  namespace: 'lab',
  generation: 2,
  labels: labels(component),
});
const selector = { matchLabels: { 'app.kubernetes.io/instance': 'notes-pvc' } };
const pod = (name: string, more: { metadata?: object; status?: object } = {}): V1Pod => ({
  ...more,
  metadata: { name, namespace: 'lab', labels: { 'app.kubernetes.io/instance': 'notes-pvc' }, ...more.metadata },
});
const deployment = (status: object, replicas = 1): V1Deployment => ({
  metadata: metadata('notes-pvc'),
  spec: { replicas, selector, template: {} },
  status,
});
const nothing: Seen = { pods: [], deployments: [], statefulSets: [], jobs: [], claims: [], volumes: [], nodes: [] };
const upToDate = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

it('reads app, component and kind from the labels', () => {
  const [subject] = workloadsOf({ ...nothing, deployments: [deployment(upToDate)] });
  expect(subject).toEqual({
    name: 'notes-pvc',
    namespace: 'lab',
    component: 'api',
    app: 'notes-api',
    kind: 'pvc',
    desiredReplicas: 1,
    rolledOut: true,
  });
});

it.each([
  ['the latest specification was not seen yet', { ...upToDate, observedGeneration: 1 }, []],
  ['an old replica is left', { ...upToDate, replicas: 2 }, []],
  ['no replica is available', { ...upToDate, availableReplicas: 0 }, []],
  ['a pod is still terminating', upToDate, [pod('old', { metadata: { deletionTimestamp: new Date() } })]],
])('is not settled while %s', (_why, status, pods) => {
  const [subject] = workloadsOf({ ...nothing, deployments: [deployment(status)], pods });
  expect(subject?.rolledOut).toBe(false);
});

it('is settled with no replica when none is wanted', () => {
  expect(workloadsOf({ ...nothing, deployments: [deployment({ observedGeneration: 2 }, 0)] })[0]?.rolledOut).toBe(true);
});

it('counts a job as settled once it has completed', () => {
  const job = { metadata: metadata('make-secret'), status: {} };
  expect(workloadsOf({ ...nothing, jobs: [job] })[0]).toMatchObject({ component: 'job', rolledOut: false });
  const complete = { ...job, status: { conditions: [{ type: 'Complete', status: 'True' }] } };
  expect(workloadsOf({ ...nothing, jobs: [complete] })[0]?.rolledOut).toBe(true);
});

it('finds the pods of a workload by its selector, in its own namespace only', () => {
  const seen = { ...nothing, deployments: [deployment(upToDate)] };
  const [subject] = workloadsOf(seen);
  const pods = [
    pod('ours'),
    pod('elsewhere', { metadata: { namespace: 'other' } }),
    { metadata: { namespace: 'lab' } },
  ];
  expect(podsOf(objectOf(seen, subject!)!, pods).map((each) => each.metadata?.name)).toEqual(['ours']);
});

it('never calls an ending replica ready', () => {
  const status = { conditions: [{ type: 'Ready', status: 'True' }] };
  expect(replicaOf(pod('a', { status }), fetch)).toMatchObject({
    ready: true,
    terminating: false,
    node: null,
    restarts: 0,
  });
  const ending = pod('a', { status, metadata: { deletionTimestamp: new Date() } });
  expect(replicaOf(ending, fetch)).toMatchObject({ ready: false, terminating: true });
});

it('tells why no node takes a replica', () => {
  const message = '0/3 nodes are available: 1 node(s) had volume node affinity conflict.';
  const status = { conditions: [{ type: 'PodScheduled', status: 'False', message }] };
  expect(replicaOf(pod('a', { status }), fetch)).toMatchObject({ node: null, pendingReason: message });
  expect(replicaOf(pod('a'), fetch).pendingReason).toBeNull();
});

it.each(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName'])(
  'tells that a node has no image for a replica: %s',
  (reason) => {
    const waiting = { image: 'notes-api:dev', state: { waiting: { reason, message: 'a long story' } } };
    const status = { containerStatuses: [waiting] };
    expect(replicaOf(pod('a', { status }), fetch).pendingReason).toBe(`${reason}: its node has no image notes-api:dev`);
    const creating = { containerStatuses: [{ ...waiting, state: { waiting: { reason: 'ContainerCreating' } } }] };
    expect(replicaOf(pod('a', { status: creating }), fetch).pendingReason).toBeNull();
  },
);

it('sees whether a node is cordoned', () => {
  const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
  const cordoned = { metadata: { name: 'node-1' }, spec: { unschedulable: true }, status: ready } as never;
  expect(nodeOf(cordoned)).toEqual({ name: 'node-1', ready: true, cordoned: true, controlPlane: false });
});

it('tells the node that the cluster itself runs on', () => {
  const labels = { 'node-role.kubernetes.io/control-plane': '' };
  expect(nodeOf({ metadata: { name: 'node-1', labels } }).controlPlane).toBe(true);
});
