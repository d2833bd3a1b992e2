import { expect, it } from 'vitest';
import { endPod, removePod, type State } from './state.ts';
import { createTestWorld } from './test/worlds.ts';

const deleteClaims = (state: State) => {
  state.claims.forEach((claim) => (claim.terminating = true));
  state.pods.forEach((pod) => endPod(state, pod));
};

it('a claim is bound where its first pod lands, to a volume of that node alone', () => {
  const world = createTestWorld(['notes-pvc']);
  const { node } = world.pod('notes-pvc');
  expect(world.state.volumes).toMatchObject([{ volumeClass: 'local', node, claim: 'notes-pvc' }]);
});

it('a shared volume is of no node', () => {
  const world = createTestWorld(['notes-pvc-rwx']);
  expect(world.state.volumes).toMatchObject([{ volumeClass: 'shared', node: null, claim: 'notes-pvc-rwx' }]);
});

it('a generic ephemeral volume goes with its pod, and the next pod has another', () => {
  const world = createTestWorld(['notes-ephemeral']);
  world.settle();
  const [volume] = world.state.volumes;
  world.change((state) => endPod(state, world.pod('notes-ephemeral')));
  expect(world.state.volumes).toContain(volume);
  world.settle();
  expect(world.state.volumes).toHaveLength(1);
  expect(world.state.volumes).not.toContain(volume);
});

it("a StatefulSet's claims stay when its pods go, and are taken up again by the same ordinals", () => {
  const world = createTestWorld(['notes-statefulset']);
  world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 2));
  world.settle();
  const before = structuredClone(world.state.claims);
  world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 0));
  world.settle();
  expect(world.state.claims).toEqual(before);
  world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 2));
  world.settle();
  expect(world.state.claims).toEqual(before);
});

it('a deleted claim stays, ending, as long as a pod on a node uses it', () => {
  const world = createTestWorld(['notes-pvc']);
  world.settle();
  world.change(deleteClaims);
  expect(world.state.claims).toMatchObject([{ terminating: true }]);
  const [, replacement] = world.pods('notes-pvc');
  expect(replacement?.pendingReason).toContain('persistentvolumeclaim "notes-pvc" is being deleted');
  world.settle();
  expect([world.state.claims, world.state.volumes]).toEqual([[], []]);
  expect(world.pod('notes-pvc').pendingReason).toContain('persistentvolumeclaim "notes-pvc" not found');
});

it('nobody makes the claim of a Deployment again, a StatefulSet makes its own, empty', () => {
  const world = createTestWorld(['notes-pvc', 'notes-statefulset']);
  world.settle();
  const before = world.state.volumes.map(({ name }) => name);
  world.change(deleteClaims);
  world.settle();
  expect(world.state.claims.map(({ workload }) => workload)).toEqual(['notes-statefulset']);
  expect(before).not.toContain(world.state.volumes[0]!.name);
});

it('a volume made by hand outlives its claim, released: another claim does not get it', () => {
  const world = createTestWorld(['notes-static-pv']);
  world.settle();
  world.change(deleteClaims);
  world.settle();
  expect(world.state.volumes).toMatchObject([{ name: 'notes-static-pv', claim: null, released: true }]);
});

it('claims stay when a workload is deleted', () => {
  const world = createTestWorld(['notes-pvc', 'notes-statefulset']);
  world.settle();
  const before = structuredClone(world.state.claims);
  world.change(({ workloads }) => workloads.forEach((workload) => (workload.deleted = true)));
  world.settle();
  expect([world.state.pods, world.state.claims]).toEqual([[], before]);
});

it('a pod that is forgotten takes its own claim with it', () => {
  const world = createTestWorld(['notes-ephemeral']);
  world.settle();
  const { id } = world.pod('notes-ephemeral');
  world.change((state) => removePod(state, id));
  expect(world.state.claims.map(({ pod }) => pod)).toEqual([world.pod('notes-ephemeral').id]);
});
