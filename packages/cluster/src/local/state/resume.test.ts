import { expect, it } from 'vitest';
import { definitions as all } from './definitions.ts';
import { reconcile } from '../controllers/reconcile.ts';
import { resumeCluster } from './resume.ts';
import { terminatePod } from './state.ts';
import { createTestModel } from '../../test-support/test-model.ts';

it('starts pods again in place, as after a reboot', () => {
  const model = createTestModel(['notes-pvc', 'notes-emptydir']);
  model.runNodes();
  const before = structuredClone(model.state.pods);
  resumeCluster(model);
  expect(model.state.pods).toEqual(before.map((pod) => ({ ...pod, ready: false, restarts: 1 })));
});

it('removes terminating pods', () => {
  const model = createTestModel(['notes-pvc']);
  model.runNodes();
  const { id } = model.pod('notes-pvc');
  model.change((state) => terminatePod(state, model.pod('notes-pvc')));
  resumeCluster(model);
  expect(model.state.pods.map((pod) => pod.id)).not.toContain(id);
});

it('evicts the pods of a node without power: a StatefulSet waits for it, a Deployment does not', () => {
  const model = createTestModel(['notes-statefulset', 'notes-none']);
  model.runNodes();
  model.state.nodes.forEach((node) => (node.powered = node.name === 'node-3'));
  resumeCluster(model);
  reconcile(model);
  expect(model.state.nodes.map(({ ready }) => ready)).toEqual([false, false, true]);
  expect(model.pods('notes-statefulset')).toMatchObject([{ terminating: true }]);
  expect(model.pods('notes-none')).toMatchObject([{ terminating: true }, { node: 'node-3', terminating: false }]);
});

it('deploys new definitions, and keeps the state of those that do not run this time', () => {
  const model = createTestModel(['notes-pvc']);
  model.runNodes();
  const claims = structuredClone(model.state.claims);
  const other = { ...model, definitions: all.filter(({ name }) => name === 'notes-static-pv') };
  resumeCluster(other);
  expect(model.state.pods).toEqual([]);
  expect(model.state.claims).toMatchObject([...claims, { name: 'notes-static-pv', volume: 'notes-static-pv' }]);
  expect(model.state.workloads.map(({ name }) => name)).toEqual(['notes-pvc', 'notes-static-pv']);
});
