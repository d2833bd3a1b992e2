import { expect, test } from 'vitest';
import { type Case, problemsOf } from '../test-support/problems-of.ts';

test.each<Case>([
  [
    'a workload without the label of its kind',
    (overlay) => delete overlay.find('Deployment').metadata.labels?.['persistence-lab/kind'],
    'persistence-lab/kind is missing',
  ],
  [
    'pods whose labels differ from their workload',
    ({ labels }) => (labels['persistence-lab/kind'] = 'none'),
    "differs from the workload's",
  ],
  [
    'an object without part-of',
    (overlay) => delete overlay.find('ConfigMap').metadata.labels,
    'app.kubernetes.io/part-of is missing',
  ],
  ['a missing probe', ({ container }) => delete container.startupProbe, 'has no startupProbe'],
  ['a container that stops at once', ({ container }) => delete container.lifecycle, 'has no preStop.sleep'],
  [
    'a preStop as long as the grace period',
    ({ pod }) => (pod.terminationGracePeriodSeconds = 3),
    'leaves nothing of the grace period of 3 s',
  ],
  ['no memory limit', ({ container }) => delete container.resources?.limits, 'has no memory limit'],
  [
    'no request for disk',
    ({ container }) => delete container.resources?.requests?.['ephemeral-storage'],
    'container notes-api has no ephemeral-storage request',
  ],
  [
    'no limit for disk',
    ({ container }) => delete container.resources?.limits?.['ephemeral-storage'],
    'container notes-api has no ephemeral-storage limit',
  ],
  [
    'an init container without a limit for disk',
    ({ pod, container }) =>
      (pod.initContainers = [Object.assign(structuredClone(container), { name: 'init', resources: {} })]),
    'container init has no ephemeral-storage limit',
  ],
  [
    'an emptyDir without a size limit',
    ({ pod }) => pod.volumes?.push({ name: 'tmp', emptyDir: {} }),
    'volume tmp is an emptyDir without a sizeLimit',
  ],
  [
    'emptyDirs on disk that exceed the limit of the pod',
    ({ pod }) => pod.volumes?.push({ name: 'tmp', emptyDir: { sizeLimit: '128Mi' } }),
    'its emptyDirs take 128Mi of disk, but its containers are limited to 128Mi',
  ],
  [
    'emptyDirs in memory that exceed the limit of the pod',
    ({ pod }) => pod.volumes?.push({ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }),
    'its emptyDirs take 1024Mi of memory, but its containers are limited to 128Mi',
  ],
  ['no cpu request', ({ container }) => delete container.resources?.requests?.['cpu'], 'has no cpu request'],
  ['a pod that names its node', ({ pod }) => (pod.nodeName = 'node-1'), 'nodeName'],
  [
    'an API token that the pod does not need',
    ({ pod }) => delete pod.automountServiceAccountToken,
    'automountServiceAccountToken',
  ],
  ['an image without a tag', ({ container }) => (container.image = 'registry:5000/notes-api'), 'has no tag'],
  [
    'an image that is always pulled',
    ({ container }) => (container.imagePullPolicy = 'Always'),
    'imagePullPolicy is Always',
  ],
])('refuses %s', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});
