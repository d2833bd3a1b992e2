import { expect, test } from 'vitest';
import type { Overlay } from '../test-support/valid-overlay.ts';
import { addEnv, type Case, problemsOf, specOf } from '../test-support/problems-of.ts';

test.each<Case>([
  ['a missing namespace', (overlay) => overlay.manifests.shift(), 'there is no namespace persistence-lab'],
  [
    'a missing claim',
    ({ pod }) => (pod.volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'x' } }]),
    'there is no PersistentVolumeClaim x',
  ],
  [
    'a Secret that is never created',
    ({ pod }) => pod.volumes?.push({ name: 'p', secret: { secretName: 'redis' } }),
    'there is no Secret redis',
  ],
  [
    'a missing ConfigMap',
    ({ container }) => (container.envFrom = [{ configMapRef: { name: 'x' } }]),
    'there is no ConfigMap x',
  ],
  ['a mount without a volume', ({ pod }) => delete pod.volumes, 'mounts data, which is not a volume'],
  [
    'a Service without pods',
    (overlay) => (specOf(overlay, 'Service')['selector'] = { a: 'b' }),
    'selects the pods of no workload',
  ],
  [
    'pods that two workloads select',
    (overlay) =>
      overlay.manifests.push({
        ...structuredClone(overlay.find('Deployment')),
        metadata: { ...overlay.find('Deployment').metadata, name: 'twin' },
      }),
    'must select those of one workload',
  ],
  [
    'a probe of an unknown port',
    ({ container }) => (container.ports = [{ containerPort: 8080 }]),
    'a probe uses the port http',
  ],
  ['a variable set twice', addEnv('POD_NAME', 'x'), 'POD_NAME is set twice'],
])('finds %s', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});

test('finds a StatefulSet whose Service is not headless', () => {
  const problem = 'StatefulSet persistence-lab/notes-pvc: notes-pvc is not a headless Service';
  expect(problemsOf(makeStatefulSet)).toBe(problem);
});

function makeStatefulSet(overlay: Overlay): void {
  specOf(overlay, 'Deployment')['serviceName'] = 'notes-pvc';
  overlay.find('Deployment').kind = 'StatefulSet';
}
