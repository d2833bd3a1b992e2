import { expect, it } from 'vitest';
import { definitions as all } from './definitions.ts';
import { reconcile } from './reconcile.ts';
import { resume } from './resume.ts';
import { endPod } from './state.ts';
import { createTestWorld } from './test/worlds.ts';

it('starts pods again in place, as after a reboot', () => {
  const world = createTestWorld(['notes-pvc', 'notes-emptydir']);
  world.settle();
  const before = structuredClone(world.state.pods);
  resume(world);
  expect(world.state.pods).toEqual(before.map((pod) => ({ ...pod, ready: false, restarts: 1 })));
});

it('forgets pods that were told to stop', () => {
  const world = createTestWorld(['notes-pvc']);
  world.settle();
  const { id } = world.pod('notes-pvc');
  world.change((state) => endPod(state, world.pod('notes-pvc')));
  resume(world);
  expect(world.state.pods.map((pod) => pod.id)).not.toContain(id);
});

it('gives up a node without power: a StatefulSet waits for it, a Deployment does not', () => {
  const world = createTestWorld(['notes-statefulset', 'notes-none']);
  world.settle();
  world.state.nodes.forEach((node) => (node.powered = node.name === 'node-3'));
  resume(world);
  reconcile(world);
  expect(world.state.nodes.map(({ ready }) => ready)).toEqual([false, false, true]);
  expect(world.pods('notes-statefulset')).toMatchObject([{ terminating: true }]);
  expect(world.pods('notes-none')).toMatchObject([{ terminating: true }, { node: 'node-3', terminating: false }]);
});

it('deploys what the cluster has not seen before, and keeps what is not run this time', () => {
  const world = createTestWorld(['notes-pvc']);
  world.settle();
  const claims = structuredClone(world.state.claims);
  const other = { ...world, definitions: all.filter(({ name }) => name === 'notes-static-pv') };
  resume(other);
  expect(world.state.pods).toEqual([]);
  expect(world.state.claims).toMatchObject([...claims, { name: 'notes-static-pv', volume: 'notes-static-pv' }]);
  expect(world.state.workloads.map(({ name }) => name)).toEqual(['notes-pvc', 'notes-static-pv']);
});
