import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { claimsOf, describeClaim, uses } from './claims.ts';
import type { Seen } from './view.ts';

const namespace = 'lab';
const workload = {
  name: 'notes',
  namespace,
  component: 'api',
  app: 'notes-api',
  kind: 'pvc',
  desiredReplicas: 1,
  rolledOut: true,
} as const;
const selector = { matchLabels: { app: 'notes' } };
const nothing: Seen = { pods: [], deployments: [], statefulSets: [], jobs: [], claims: [], volumes: [], nodes: [] };
const using = (claimName: string) => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
  containers: [],
});
const pod: V1Pod = { metadata: { name: 'notes-1', namespace, uid: 'pod-1', labels: { app: 'notes' } } };

const claim = (name: string, metadata: object = {}, phase = 'Bound'): V1PersistentVolumeClaim => ({
  metadata: { name, namespace, ...metadata },
  spec: { volumeName: 'v', storageClassName: 'standard' },
  status: { phase },
});
const names = (seen: Partial<Seen>) =>
  claimsOf({ ...nothing, ...seen }, workload).map(({ metadata }) => metadata?.name);

const owned = (uid: string) => ({ ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid }] });
const affinity = (key: string) => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['x'] }] }] },
});
const provisioned = (by: string) => ({ annotations: { 'pv.kubernetes.io/provisioned-by': by } });
const volume = (spec: object, metadata: object = {}): V1PersistentVolume => ({
  metadata: { name: 'v', ...metadata },
  spec: { accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Delete', ...spec },
});

describe('the claims of a workload', () => {
  const deployment = { metadata: { name: 'notes', namespace }, spec: { selector, template: { spec: using('notes') } } };

  it('are those that its template names, also without a pod, in its own namespace', () => {
    const claims = [claim('notes'), claim('other'), claim('notes', { namespace: 'elsewhere' })];
    expect(claimsOf({ ...nothing, deployments: [deployment], claims }, workload)).toEqual([claims[0]]);
  });

  it('are those that were made for its pods', () => {
    const claims = [claim('notes-1-data', owned('pod-1')), claim('notes-2-data', owned('pod-2'))];
    expect(names({ deployments: [deployment], pods: [pod], claims })).toEqual(['notes-1-data']);
    expect(uses(pod, claims[0]!)).toBe(true);
    expect(uses(pod, claims[1]!)).toBe(false);
  });

  it('are those of a StatefulSet, of every ordinal', () => {
    const spec = { selector, template: {}, serviceName: 'x', volumeClaimTemplates: [{ metadata: { name: 'data' } }] };
    const claims = ['data-notes-0', 'data-notes-11', 'data-notes-x', 'data-notes-other-0'].map((name) => claim(name));
    expect(names({ statefulSets: [{ metadata: deployment.metadata, spec }], claims })).toEqual([
      'data-notes-0',
      'data-notes-11',
    ]);
  });
});

describe('the volume of a claim', () => {
  const hostPath = { path: '/data' };
  const shared = { accessModes: ['ReadWriteMany'] };
  const localPath = provisioned('rancher.io/local-path');

  it.each([
    [
      'a folder of a node',
      volume({ hostPath, nodeAffinity: affinity('kubernetes.io/hostname') }, localPath),
      'one node',
    ],
    [
      'a driver’s own name for a node',
      volume({ csi: {}, nodeAffinity: affinity('topology.hostpath.csi/node') }),
      'one node',
    ],
    ['a disk of a zone', volume({ csi: {}, nodeAffinity: affinity('topology.kubernetes.io/zone') }), 'follows'],
    [
      'a disk of a driver’s own zone',
      volume({ csi: {}, nodeAffinity: affinity('topology.ebs.csi.aws.com/zone') }),
      'follows',
    ],
    ['a network disk', volume({ csi: {} }), 'follows'],
    ['a network file system', volume({ nfs: {}, ...shared }), 'everywhere'],
    ['a shared folder of a provisioner', volume({ hostPath, ...shared }, localPath), 'everywhere'],
    ['a path of any node', volume({ hostPath }), null],
    ['what only pretends to be shared', volume({ hostPath, ...shared }, provisioned('k8s.io/minikube-hostpath')), null],
  ])('%s', (_what, pv, accessScope) => {
    expect(describeClaim(claim('notes'), [pv])).toMatchObject({ accessScope, bound: true, reclaimPolicy: 'delete' });
  });

  it('may be kept when the claim goes', () => {
    const kept = volume({ persistentVolumeReclaimPolicy: 'Retain' });
    expect(describeClaim(claim('notes'), [kept]).reclaimPolicy).toBe('retain');
  });

  it('is unknown until there is one, or where volumes must not be looked at', () => {
    const unknown = { bound: false, accessScope: null, reclaimPolicy: null, storageClass: 'standard' };
    expect(describeClaim(claim('notes', {}, 'Pending'), [])).toMatchObject(unknown);
  });
});
