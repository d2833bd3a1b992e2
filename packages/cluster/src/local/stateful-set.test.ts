import { describe, expect, it } from 'vitest';
import { endPod, removePod } from './state.ts';
import { createTestWorld } from './test/worlds.ts';

const name = 'notes-statefulset';

function three() {
  const world = createTestWorld([name]);
  world.settle();
  world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
  return world;
}

const ordinals = (world: ReturnType<typeof createTestWorld>) => world.pods(name).map(({ ordinal }) => ordinal);

describe('a StatefulSet', () => {
  it('makes a pod when all before it are ready', () => {
    const world = three();
    expect(ordinals(world)).toEqual([0, 1]);
    world.change(() => (world.pods(name)[1]!.ready = true));
    expect(ordinals(world)).toEqual([0, 1, 2]);
  });

  it('makes no second pod of a name before the first is gone', () => {
    const world = createTestWorld([name]);
    world.settle();
    const first = world.pod(name);
    world.change((state) => endPod(state, first));
    expect(world.pods(name)).toEqual([first]);
    world.change((state) => removePod(state, first.id));
    expect(world.pods(name)).toMatchObject([{ name: `${name}-0`, terminating: false }]);
    expect(world.pod(name).id).not.toBe(first.id);
  });

  it('takes surplus pods away one by one, the last first', () => {
    const world = three();
    world.settle();
    world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 1));
    expect(world.pods(name).filter(({ terminating }) => terminating)).toMatchObject([{ ordinal: 2 }]);
    world.settle();
    expect(ordinals(world)).toEqual([0]);
  });

  it('replaces old revisions one by one, the last first, each when the one before is ready', () => {
    const world = three();
    world.settle();
    world.change(({ workloads }) => (workloads[0]!.revision += 1));
    for (const ordinal of [2, 1, 0]) {
      const [ending, ...more] = world.pods(name).filter((pod) => pod.terminating);
      expect([ending?.ordinal, more]).toEqual([ordinal, []]);
      world.change((state) => removePod(state, ending!.id));
      const fresh = world.pods(name).find((pod) => pod.ordinal === ordinal)!;
      expect(world.pods(name).filter((pod) => pod.terminating)).toEqual([]);
      world.change(() => (fresh.ready = true));
    }
    expect(new Set(world.pods(name).map(({ revision }) => revision))).toEqual(new Set([2]));
  });
});
