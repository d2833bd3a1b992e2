import { expect, it } from 'vitest';
import { summarizeDeletion } from './deletion-summary.ts';

it('names what the deletion removes, data included, and what stays', () => {
  const objects = [
    { kind: 'Namespace', metadata: { name: 'persistence-lab' } },
    { kind: 'Deployment', metadata: { name: 'notes' }, spec: { volumes: [{ hostPath: {} }] } as object },
  ];
  const { en, 'pt-BR': portuguese } = summarizeDeletion(objects, 'minikube');
  expect(en).toMatch(/from the cluster "minikube"/);
  expect(en).toMatch(/1 Deployment, 0 StatefulSets/);
  expect(en).toMatch(/namespace persistence-lab with everything/);
  expect(en).toMatch(/hostPath volumes stays on the nodes/);
  expect(portuguese).toMatch(/1 Deployment, 0 StatefulSet e seus Pods/);
});
