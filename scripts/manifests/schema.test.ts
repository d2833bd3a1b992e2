import { expect, test } from 'vitest';
import { type Case, problemsOf, specOf, wild } from './fixtures/problems.ts';

test.each<Case>([
  ['an unknown field', ({ pod }) => (wild(pod)['containres'] = []), 'containres is not a field of V1PodSpec'],
  [
    'a field at the wrong place',
    ({ container }) => (wild(container)['fsGroup'] = 1),
    'fsGroup is not a field of V1Container',
  ],
  ['a text for a number', (lab) => (specOf(lab, 'Deployment')['replicas'] = '1'), 'spec.replicas is "1", not a number'],
  [
    'a number for a text',
    ({ container }) => (wild(container.env?.[0])['value'] = 5),
    'env[0].value is 5, not a string',
  ],
  ['a text for a boolean', ({ pod }) => (wild(pod)['enableServiceLinks'] = 'no'), 'is "no", not a boolean'],
  ['an object for a list', ({ pod }) => (wild(pod)['volumes'] = {}), 'volumes is {}, not a list'],
  ['a list for a map', (lab) => (wild(lab.find('Service').metadata)['labels'] = []), 'labels is [], not a map'],
  ['a missing field', ({ container }) => delete wild(container)['name'], 'containers[0].name is missing'],
  ['no amount', ({ container }) => (wild(container.resources?.limits)['memory'] = '128MB'), 'limits.memory is "128MB"'],
  ['a wrong port', ({ container }) => (wild(container.livenessProbe?.httpGet)['port'] = true), 'not a IntOrString'],
  ['an unknown kind', (lab) => (lab.find('Service').kind = 'Servcie'), 'there is no Servcie in v1'],
  [
    'an old version',
    (lab) => (lab.find('Deployment').apiVersion = 'apps/v1beta1'),
    'there is no Deployment in apps/v1beta1',
  ],
])('refuses %s', (_, spoil, problem) => {
  expect(problemsOf(spoil)).toContain(problem);
});
