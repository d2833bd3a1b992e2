import type { V1PersistentVolume, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { claimManifestOf, isOwnedByPod, manifestOf } from './manifest-backup.ts';

const claim: V1PersistentVolumeClaim = {
  metadata: {
    name: 'notes-pvc',
    namespace: 'lab',
    uid: 'u',
    resourceVersion: '7',
    creationTimestamp: new Date(),
    finalizers: ['kubernetes.io/pvc-protection'],
    managedFields: [{}],
    labels: { 'persistence-lab/kind': 'pvc' },
    annotations: {
      'pv.kubernetes.io/bind-completed': 'yes',
      'volume.kubernetes.io/selected-node': 'node-1',
      'volume.beta.kubernetes.io/storage-provisioner': 'p',
      'example.com/mine': 'kept',
    },
  },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'standard', volumeName: 'v' },
  status: { phase: 'Bound' },
};
const volume = (reclaim: string, annotations = {}): V1PersistentVolume => ({
  metadata: { name: 'v', annotations },
  spec: { persistentVolumeReclaimPolicy: reclaim },
});
const dynamic = { 'pv.kubernetes.io/provisioned-by': 'p' };

it('keeps what was applied, and nothing that the cluster has added', () => {
  expect(manifestOf('v1', 'PersistentVolumeClaim', claim)).toEqual({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'notes-pvc',
      namespace: 'lab',
      labels: { 'persistence-lab/kind': 'pvc' },
      annotations: { 'example.com/mine': 'kept' },
    },
    spec: claim.spec,
  });
});

it.each([
  ['that is deleted with it', [volume('Delete', dynamic)], undefined],
  ['that is kept', [volume('Retain', dynamic)], 'v'],
  ['that was created by hand', [volume('Delete')], 'v'],
  ['that cannot be read', [], undefined],
])('lets a claim name a volume %s: %s', (_which, volumes, volumeName) => {
  expect(claimManifestOf(claim, volumes).spec?.volumeName).toBe(volumeName);
});

it('does not change the original', () => {
  claimManifestOf(claim, []);
  expect(claim.spec?.volumeName).toBe('v');
});

it('tells the claim of a pod from a claim of its own', () => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'p' }];
  expect(isOwnedByPod({ metadata: { ownerReferences } })).toBe(true);
  expect(isOwnedByPod(claim)).toBe(false);
});
