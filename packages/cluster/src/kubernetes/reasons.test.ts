import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { reasonsOf, type Evidence } from './reasons.ts';

const pod = (status: NonNullable<V1Pod['status']>, metadata: object = {}): V1Pod => ({
  metadata: { name: 'notes-pvc-1', uid: 'pod-uid', ...metadata },
  spec: { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'notes' } }] },
  status,
});
const warning = (uid: string, reason: string, message: string, minute = 0): CoreV1Event => ({
  metadata: {},
  type: 'Warning',
  reason,
  message,
  involvedObject: { uid, name: 'notes-pvc-5d9' },
  lastTimestamp: new Date(Date.UTC(2026, 0, 1, 0, minute)),
});
const reasons = (evidence: Partial<Evidence>) =>
  reasonsOf({
    owner: { metadata: { name: 'notes-pvc' } },
    desiredReplicas: 1,
    pods: [],
    claims: [],
    events: [],
    ...evidence,
  });

it('finds nothing wrong with a ready pod', () => {
  const ready = pod({ conditions: [{ type: 'Ready', status: 'True' }] });
  expect(reasons({ pods: [ready] })).toEqual([]);
});

it('tells why the scheduler found no node', () => {
  const message = '0/3 nodes are available: 1 node(s) had volume node affinity conflict.';
  const pending = pod({ conditions: [{ type: 'PodScheduled', status: 'False', message }] });
  expect(reasons({ pods: [pending] })).toEqual([`notes-pvc-1: Pending: ${message}`]);
});

it('adds why the claim of an unscheduled pod is not bound', () => {
  const pending = pod({ conditions: [{ type: 'PodScheduled', status: 'False', message: 'unbound claims' }] });
  const claims = [{ metadata: { name: 'notes', uid: 'claim-uid' }, status: { phase: 'Pending' } }];
  const events = [warning('claim-uid', 'ProvisioningFailed', 'no class "fast"')];
  expect(reasons({ pods: [pending], claims, events })).toEqual([
    'notes-pvc-1: Pending: unbound claims; claim notes is not bound: ProvisioningFailed: no class "fast"',
  ]);
});

it('tells what a container waits for, and how it ended before', () => {
  const status = { name: 'notes-api', ready: false, restartCount: 2, image: '', imageID: '' };
  const crashing = pod({
    containerStatuses: [
      {
        ...status,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 78, reason: 'Error', message: 'PORT: want a port, got "x"\n' } },
      },
    ],
  });
  const events = [warning('pod-uid', 'BackOff', 'Back-off restarting failed container')];
  expect(reasons({ pods: [crashing], events })).toEqual([
    'notes-pvc-1: notes-api waits: CrashLoopBackOff; it ended with 78 (Error): PORT: want a port, got "x"',
  ]);
});

it('adds the latest warning of the pod itself', () => {
  const status = { name: 'notes-api', ready: false, restartCount: 0, image: '', imageID: '', state: { running: {} } };
  const events = [
    warning('pod-uid', 'Unhealthy', 'readiness: 503', 2),
    warning('pod-uid', 'FailedMount', 'no such volume', 1),
    warning('another', 'Unhealthy', 'not ours', 3),
  ];
  expect(reasons({ pods: [pod({ containerStatuses: [status] })], events })).toEqual([
    'notes-pvc-1: notes-api runs and is not ready; Unhealthy: readiness: 503',
  ]);
});

it('says that a pod is still terminating', () => {
  const ending = pod({}, { deletionTimestamp: new Date() });
  expect(reasons({ pods: [ending] })).toEqual(['notes-pvc-1: is still terminating']);
});

it('tells why no pod could be made at all', () => {
  const message = 'pods "x" is forbidden: violates PodSecurity "restricted"';
  const owner = {
    metadata: { name: 'notes-pvc' },
    status: { conditions: [{ type: 'ReplicaFailure', status: 'True', message }] },
  };
  expect(reasons({ owner })).toEqual([message]);
  expect(reasons({ events: [warning('rs', 'FailedCreate', 'exceeded quota')] })).toEqual([
    'FailedCreate: exceeded quota',
  ]);
  expect(reasons({})).toEqual(['0 of 1 pods exist']);
});
