import { expect, test } from 'vitest';
import { type Case, problemsOf } from '../fixtures/problems.ts';

test.each<Case>([
  [
    'a workload without its kind',
    (lab) => delete lab.find('Deployment').metadata.labels?.['persistence-lab/kind'],
    'persistence-lab/kind is missing',
  ],
  [
    'pods labelled unlike their workload',
    ({ labels }) => (labels['persistence-lab/kind'] = 'none'),
    "differs from the workload's",
  ],
  [
    'an object of no part',
    (lab) => delete lab.find('ConfigMap').metadata.labels,
    'app.kubernetes.io/part-of is missing',
  ],
  ['a missing probe', ({ container }) => delete container.startupProbe, 'has no startupProbe'],
  ['no pause before the signal', ({ container }) => delete container.lifecycle, 'has no preStop.sleep'],
  [
    'a pause longer than the grace period',
    ({ pod }) => (pod.terminationGracePeriodSeconds = 3),
    'of a grace period of 3 s',
  ],
  ['no memory limit', ({ container }) => delete container.resources?.limits, 'has no memory limit'],
  ['no cpu request', ({ container }) => delete container.resources?.requests?.['cpu'], 'requests no cpu'],
  ['a pod tied to a node', ({ pod }) => (pod.nodeName = 'node-1'), 'nodeName'],
  ['a token nobody needs', ({ pod }) => delete pod.automountServiceAccountToken, 'automountServiceAccountToken'],
  ['an image without a tag', ({ container }) => (container.image = 'registry:5000/notes-api'), 'has no tag'],
  [
    'an image that is always pulled',
    ({ container }) => (container.imagePullPolicy = 'Always'),
    'imagePullPolicy is Always',
  ],
])('refuse %s', (_, spoil, problem) => {
  expect(problemsOf(spoil)).toContain(problem);
});
