import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNodePower } from './node-power.ts';
import { createTestModel } from '../../test-support/test-model.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function running(...names: string[]) {
  const model = createTestModel(names, 1);
  model.runNodes();
  const killed: string[] = [];
  const forgotten: string[] = [];
  const power = createNodePower({
    state: model.state,
    update: model.change,
    kill: async (pod) => void killed.push(pod),
    removeEphemeral: async (node) => void forgotten.push(node),
    timeouts: { notReady: 1_000, eviction: 2_000 },
  });
  return { model, power, killed, forgotten };
}

it('ends the processes and the memory of a node at once, which the cluster notices later', async () => {
  const { model, power, killed, forgotten } = running('notes-emptydir');
  const pod = model.pod('notes-emptydir');
  await power.off('node-1');
  expect([killed, forgotten]).toEqual([[pod.id], ['node-1']]);
  expect([model.state.nodes[0]?.ready, pod.ready]).toEqual([true, true]);
  vi.advanceTimersByTime(1_000);
  expect([model.state.nodes[0]?.ready, pod.ready, pod.terminating]).toEqual([false, false, false]);
  vi.advanceTimersByTime(2_000);
  expect(pod.terminating).toBe(true);
});

it('restarts pods in place when the node is back before their eviction', async () => {
  const { model, power } = running('notes-emptydir');
  const before = structuredClone(model.pod('notes-emptydir'));
  await power.off('node-1');
  vi.advanceTimersByTime(1_500);
  power.on('node-1');
  vi.advanceTimersByTime(10_000);
  expect(model.pods('notes-emptydir')).toMatchObject([
    { id: before.id, restarts: 1, ready: false, terminating: false },
  ]);
  expect(model.state.nodes).toMatchObject([{ powered: true, ready: true }]);
});

it('removes evicted pods once the node is back', async () => {
  const { model, power } = running('notes-statefulset');
  const before = structuredClone(model.pod('notes-statefulset'));
  await power.off('node-1');
  vi.advanceTimersByTime(3_000);
  expect(model.pods('notes-statefulset')).toMatchObject([{ id: before.id, terminating: true }]);
  power.on('node-1');
  const [successor, ...more] = model.pods('notes-statefulset');
  expect([successor?.name, successor?.id === before.id, more]).toEqual([before.name, false, []]);
});

it('changes nothing of a node that is off, or on, already', async () => {
  const { model, power, killed } = running('notes-emptydir');
  power.on('node-1');
  expect(model.pod('notes-emptydir').restarts).toBe(0);
  await power.off('node-1');
  await power.off('node-1');
  expect(killed).toHaveLength(1);
});
