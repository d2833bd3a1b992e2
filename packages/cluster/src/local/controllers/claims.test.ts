import { expect, it } from 'vitest';
import { terminatePod, removePod, type State } from '../state/state.ts';
import { createTestModel } from '../../test-support/test-model.ts';

const deleteClaims = (state: State) => {
  state.claims.forEach((claim) => (claim.terminating = true));
  state.pods.forEach((pod) => terminatePod(state, pod));
};

it('a claim is bound where its first pod lands, to a volume of that node alone', () => {
  const model = createTestModel(['notes-pvc']);
  const { node } = model.pod('notes-pvc');
  expect(model.state.volumes).toMatchObject([{ volumeClass: 'local', node, claim: 'notes-pvc' }]);
});

it('a shared volume is of no node', () => {
  const model = createTestModel(['notes-pvc-rwx']);
  expect(model.state.volumes).toMatchObject([{ volumeClass: 'shared', node: null, claim: 'notes-pvc-rwx' }]);
});

it('a generic ephemeral volume goes with its pod, and the next pod has another', () => {
  const model = createTestModel(['notes-ephemeral']);
  model.runNodes();
  const [volume] = model.state.volumes;
  model.change((state) => terminatePod(state, model.pod('notes-ephemeral')));
  expect(model.state.volumes).toContain(volume);
  model.runNodes();
  expect(model.state.volumes).toHaveLength(1);
  expect(model.state.volumes).not.toContain(volume);
});

it("a StatefulSet's claims stay when its pods go, and are taken up again by the same ordinals", () => {
  const model = createTestModel(['notes-statefulset']);
  model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 2));
  model.runNodes();
  const before = structuredClone(model.state.claims);
  model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 0));
  model.runNodes();
  expect(model.state.claims).toEqual(before);
  model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 2));
  model.runNodes();
  expect(model.state.claims).toEqual(before);
});

it('a deleted claim stays, terminating, as long as a pod on a node uses it', () => {
  const model = createTestModel(['notes-pvc']);
  model.runNodes();
  model.change(deleteClaims);
  expect(model.state.claims).toMatchObject([{ terminating: true }]);
  const [, replacement] = model.pods('notes-pvc');
  expect(replacement?.pendingReason).toContain('persistentvolumeclaim "notes-pvc" is being deleted');
  model.runNodes();
  expect([model.state.claims, model.state.volumes]).toEqual([[], []]);
  expect(model.pod('notes-pvc').pendingReason).toContain('persistentvolumeclaim "notes-pvc" not found');
});

it('no controller recreates the claim of a Deployment; a StatefulSet creates its own, empty', () => {
  const model = createTestModel(['notes-pvc', 'notes-statefulset']);
  model.runNodes();
  const before = model.state.volumes.map(({ name }) => name);
  model.change(deleteClaims);
  model.runNodes();
  expect(model.state.claims.map(({ workload }) => workload)).toEqual(['notes-statefulset']);
  expect(before).not.toContain(model.state.volumes[0]!.name);
});

it('a volume made by hand outlives its claim, released: another claim does not get it', () => {
  const model = createTestModel(['notes-static-pv']);
  model.runNodes();
  model.change(deleteClaims);
  model.runNodes();
  expect(model.state.volumes).toMatchObject([{ name: 'notes-static-pv', claim: null, released: true }]);
});

it('claims stay when a workload is deleted', () => {
  const model = createTestModel(['notes-pvc', 'notes-statefulset']);
  model.runNodes();
  const before = structuredClone(model.state.claims);
  model.change(({ workloads }) => workloads.forEach((workload) => (workload.deleted = true)));
  model.runNodes();
  expect([model.state.pods, model.state.claims]).toEqual([[], before]);
});

it('a pod that is forgotten takes its own claim with it', () => {
  const model = createTestModel(['notes-ephemeral']);
  model.runNodes();
  const { id } = model.pod('notes-ephemeral');
  model.change((state) => removePod(state, id));
  expect(model.state.claims.map(({ pod }) => pod)).toEqual([model.pod('notes-ephemeral').id]);
});
