import { expect, it } from 'vitest';
import { whatGoes } from './what-goes.ts';

it('says that the data goes too, and which does not', () => {
  const objects = [
    { kind: 'Namespace', metadata: { name: 'persistence-lab' } },
    { kind: 'Deployment', metadata: { name: 'notes' }, spec: { volumes: [{ hostPath: {} }] } as object },
  ];
  const text = whatGoes(objects, 'minikube');
  expect(text).toMatch(/From the cluster "minikube"/);
  expect(text).toMatch(/1 Deployments, 0 StatefulSets/);
  expect(text).toMatch(/namespaces persistence-lab with everything/);
  expect(text).toMatch(/hostPath\) stays on the nodes/);
});
