import { expect, test } from 'vitest';
import type { Lab } from '../fixtures/good.ts';
import { addEnv, type Case, problemsOf, specOf } from '../fixtures/problems.ts';

test.each<Case>([
  ['a missing namespace', (lab) => lab.manifests.shift(), 'there is no namespace persistence-lab'],
  [
    'a missing claim',
    ({ pod }) => (pod.volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'x' } }]),
    'there is no PersistentVolumeClaim x',
  ],
  [
    'a Secret that nobody makes',
    ({ pod }) => pod.volumes?.push({ name: 'p', secret: { secretName: 'redis' } }),
    'there is no Secret redis',
  ],
  [
    'a missing ConfigMap',
    ({ container }) => (container.envFrom = [{ configMapRef: { name: 'x' } }]),
    'there is no ConfigMap x',
  ],
  ['a mount of no volume', ({ pod }) => delete pod.volumes, 'mounts data, which is no volume'],
  ['a Service without pods', (lab) => (specOf(lab, 'Service')['selector'] = { a: 'b' }), 'selects the pods of nothing'],
  [
    'pods that two workloads select',
    (lab) =>
      lab.manifests.push({
        ...structuredClone(lab.find('Deployment')),
        metadata: { ...lab.find('Deployment').metadata, name: 'twin' },
      }),
    'it is to select those of one workload',
  ],
  [
    'a probe of an unknown port',
    ({ container }) => (container.ports = [{ containerPort: 8080 }]),
    'a probe asks the port http',
  ],
  ['a variable set twice', addEnv('POD_NAME', 'x'), 'POD_NAME is set twice'],
])('find %s', (_, spoil, problem) => {
  expect(problemsOf(spoil)).toContain(problem);
});

test('find a StatefulSet whose Service is not headless', () => {
  const problem = 'StatefulSet persistence-lab/notes-pvc: notes-pvc is no headless Service';
  expect(problemsOf(makeStatefulSet)).toBe(problem);
});

function makeStatefulSet(lab: Lab): void {
  specOf(lab, 'Deployment')['serviceName'] = 'notes-pvc';
  lab.find('Deployment').kind = 'StatefulSet';
}
