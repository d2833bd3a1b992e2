import { expect, test } from 'vitest';
import { type Case, problemsOf, specOf, untyped } from '../test-support/problems-of.ts';

test.each<Case>([
  ['an unknown field', ({ pod }) => (untyped(pod)['containres'] = []), 'containres is not a field of V1PodSpec'],
  [
    'a field in the wrong object',
    ({ container }) => (untyped(container)['fsGroup'] = 1),
    'fsGroup is not a field of V1Container',
  ],
  [
    'a string for a number',
    (overlay) => (specOf(overlay, 'Deployment')['replicas'] = '1'),
    'spec.replicas is "1", not a number',
  ],
  [
    'a number for a string',
    ({ container }) => (untyped(container.env?.[0])['value'] = 5),
    'env[0].value is 5, not a string',
  ],
  ['a string for a boolean', ({ pod }) => (untyped(pod)['enableServiceLinks'] = 'no'), 'is "no", not a boolean'],
  ['an object for a list', ({ pod }) => (untyped(pod)['volumes'] = {}), 'volumes is {}, not a list'],
  [
    'a list for a map',
    (overlay) => (untyped(overlay.find('Service').metadata)['labels'] = []),
    'labels is [], not a map',
  ],
  ['a missing field', ({ container }) => delete untyped(container)['name'], 'containers[0].name is missing'],
  [
    'a value that is not a quantity',
    ({ container }) => (untyped(container.resources?.limits)['memory'] = '128MB'),
    'limits.memory is "128MB"',
  ],
  [
    'a port of the wrong type',
    ({ container }) => (untyped(container.livenessProbe?.httpGet)['port'] = true),
    'not a IntOrString',
  ],
  ['an unknown kind', (overlay) => (overlay.find('Service').kind = 'Servcie'), 'v1 has no kind Servcie'],
  [
    'a version without the kind',
    (overlay) => (overlay.find('Deployment').apiVersion = 'apps/v1beta1'),
    'apps/v1beta1 has no kind Deployment',
  ],
])('refuses %s', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});
