import { describe, expect, it } from 'vitest';
import { endPod, removePod } from './state.ts';
import { createTestWorld } from './test/worlds.ts';

const living = (world: ReturnType<typeof createTestWorld>, name: string) =>
  world.pods(name).filter(({ terminating }) => !terminating);

describe('a Deployment', () => {
  it('replaces a pod as soon as it is told to stop, whatever the strategy', () => {
    for (const name of ['notes-emptydir', 'notes-pvc']) {
      const world = createTestWorld([name]);
      world.settle();
      const old = world.pod(name);
      world.change((state) => endPod(state, old));
      expect(world.pods(name)).toHaveLength(2);
      expect(living(world, name)).toHaveLength(1);
    }
  });

  it('keeps the old pod in a rolling update until the new one is ready', () => {
    const world = createTestWorld(['notes-emptydir']);
    world.settle();
    const old = world.pod('notes-emptydir');
    world.change(({ workloads }) => (workloads[0]!.revision += 1));
    const [first, second, ...more] = world.pods('notes-emptydir');
    expect([first, more]).toEqual([old, []]);
    expect(old.terminating).toBe(false);
    world.change(() => (second!.ready = true));
    expect(old.terminating).toBe(true);
  });

  it('has one pod more at a time while it replaces three, and never less than three', () => {
    const world = createTestWorld(['notes-pvc-rwx']);
    world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
    world.settle();
    world.change(({ workloads }) => (workloads[0]!.revision += 1));
    for (let step = 0; step < 3; step++) {
      const waiting = living(world, 'notes-pvc-rwx').filter(({ ready }) => !ready);
      expect(waiting).toHaveLength(1);
      expect(living(world, 'notes-pvc-rwx')).toHaveLength(4);
      world.change(() => (waiting[0]!.ready = true));
      world.state.pods
        .filter(({ terminating }) => terminating)
        .forEach(({ id }) => world.change((s) => removePod(s, id)));
    }
    expect(world.pods('notes-pvc-rwx').map(({ revision, ready }) => [revision, ready])).toEqual(
      Array.from({ length: 3 }, () => [2, true]),
    );
  });

  it('of the strategy Recreate makes no new pod before the old one is gone', () => {
    const world = createTestWorld(['notes-pvc']);
    world.settle();
    const old = world.pod('notes-pvc');
    world.change(({ workloads }) => (workloads[0]!.revision += 1));
    expect(world.pods('notes-pvc')).toEqual([old]);
    expect(old.terminating).toBe(true);
    world.change((state) => removePod(state, old.id));
    expect(world.pods('notes-pvc')).toMatchObject([{ revision: 2, terminating: false }]);
  });

  it('gives up its youngest pods when it is scaled down, and all at zero', () => {
    const world = createTestWorld(['notes-emptydir']);
    world.settle();
    const oldest = world.pod('notes-emptydir');
    world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
    world.settle();
    world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 1));
    expect(living(world, 'notes-emptydir')).toEqual([oldest]);
    world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 0));
    world.settle();
    expect(world.pods('notes-emptydir')).toEqual([]);
  });

  it('takes its pods with it when it is deleted', () => {
    const world = createTestWorld(['notes-emptydir']);
    world.settle();
    world.change(({ workloads }) => (workloads[0]!.deleted = true));
    expect(living(world, 'notes-emptydir')).toEqual([]);
  });
});
