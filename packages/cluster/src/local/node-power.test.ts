import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNodePower } from './node-power.ts';
import { createTestWorld } from './test/worlds.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function running(...names: string[]) {
  const world = createTestWorld(names, 1);
  world.settle();
  const killed: string[] = [];
  const forgotten: string[] = [];
  const power = createNodePower({
    state: world.state,
    update: world.change,
    kill: async (pod) => void killed.push(pod),
    forget: async (node) => void forgotten.push(node),
    timeouts: { notReady: 1_000, eviction: 2_000 },
  });
  return { world, power, killed, forgotten };
}

it('ends the processes and the memory of a node at once, which the cluster learns of later', async () => {
  const { world, power, killed, forgotten } = running('notes-emptydir');
  const pod = world.pod('notes-emptydir');
  await power.off('node-1');
  expect([killed, forgotten]).toEqual([[pod.id], ['node-1']]);
  expect([world.state.nodes[0]?.ready, pod.ready]).toEqual([true, true]);
  vi.advanceTimersByTime(1_000);
  expect([world.state.nodes[0]?.ready, pod.ready, pod.terminating]).toEqual([false, false, false]);
  vi.advanceTimersByTime(2_000);
  expect(pod.terminating).toBe(true);
});

it('starts pods again in place when the node is back before it is given up', async () => {
  const { world, power } = running('notes-emptydir');
  const before = structuredClone(world.pod('notes-emptydir'));
  await power.off('node-1');
  vi.advanceTimersByTime(1_500);
  power.on('node-1');
  vi.advanceTimersByTime(10_000);
  expect(world.pods('notes-emptydir')).toMatchObject([
    { id: before.id, restarts: 1, ready: false, terminating: false },
  ]);
  expect(world.state.nodes).toMatchObject([{ powered: true, ready: true }]);
});

it('forgets pods that were given up once the node is back', async () => {
  const { world, power } = running('notes-statefulset');
  const before = structuredClone(world.pod('notes-statefulset'));
  await power.off('node-1');
  vi.advanceTimersByTime(3_000);
  expect(world.pods('notes-statefulset')).toMatchObject([{ id: before.id, terminating: true }]);
  power.on('node-1');
  const [successor, ...more] = world.pods('notes-statefulset');
  expect([successor?.name, successor?.id === before.id, more]).toEqual([before.name, false, []]);
});

it('does nothing to a node that is off, or on, already', async () => {
  const { world, power, killed } = running('notes-emptydir');
  power.on('node-1');
  expect(world.pod('notes-emptydir').restarts).toBe(0);
  await power.off('node-1');
  await power.off('node-1');
  expect(killed).toHaveLength(1);
});
