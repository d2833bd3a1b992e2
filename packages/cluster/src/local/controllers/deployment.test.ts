import { describe, expect, it } from 'vitest';
import { terminatePod, removePod } from '../state/state.ts';
import { createTestModel } from '../../test-support/test-model.ts';

const living = (model: ReturnType<typeof createTestModel>, name: string) =>
  model.pods(name).filter(({ terminating }) => !terminating);

describe('a Deployment', () => {
  it('replaces a pod as soon as it is terminating, for each strategy', () => {
    for (const name of ['notes-emptydir', 'notes-pvc']) {
      const model = createTestModel([name]);
      model.runNodes();
      const old = model.pod(name);
      model.change((state) => terminatePod(state, old));
      expect(model.pods(name)).toHaveLength(2);
      expect(living(model, name)).toHaveLength(1);
    }
  });

  it('keeps the old pod in a rolling update until the new one is ready', () => {
    const model = createTestModel(['notes-emptydir']);
    model.runNodes();
    const old = model.pod('notes-emptydir');
    model.change(({ workloads }) => (workloads[0]!.revision += 1));
    const [first, second, ...more] = model.pods('notes-emptydir');
    expect([first, more]).toEqual([old, []]);
    expect(old.terminating).toBe(false);
    model.change(() => (second!.ready = true));
    expect(old.terminating).toBe(true);
  });

  it('has one pod more at a time while it replaces three, and never less than three', () => {
    const model = createTestModel(['notes-pvc-rwx']);
    model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
    model.runNodes();
    model.change(({ workloads }) => (workloads[0]!.revision += 1));
    for (let step = 0; step < 3; step++) {
      const waiting = living(model, 'notes-pvc-rwx').filter(({ ready }) => !ready);
      expect(waiting).toHaveLength(1);
      expect(living(model, 'notes-pvc-rwx')).toHaveLength(4);
      model.change(() => (waiting[0]!.ready = true));
      model.state.pods
        .filter(({ terminating }) => terminating)
        .forEach(({ id }) => model.change((s) => removePod(s, id)));
    }
    expect(model.pods('notes-pvc-rwx').map(({ revision, ready }) => [revision, ready])).toEqual(
      Array.from({ length: 3 }, () => [2, true]),
    );
  });

  it('of the strategy Recreate makes no new pod before the old one is gone', () => {
    const model = createTestModel(['notes-pvc']);
    model.runNodes();
    const old = model.pod('notes-pvc');
    model.change(({ workloads }) => (workloads[0]!.revision += 1));
    expect(model.pods('notes-pvc')).toEqual([old]);
    expect(old.terminating).toBe(true);
    model.change((state) => removePod(state, old.id));
    expect(model.pods('notes-pvc')).toMatchObject([{ revision: 2, terminating: false }]);
  });

  it('terminates its youngest pods when it is scaled down, and all at zero', () => {
    const model = createTestModel(['notes-emptydir']);
    model.runNodes();
    const oldest = model.pod('notes-emptydir');
    model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
    model.runNodes();
    model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 1));
    expect(living(model, 'notes-emptydir')).toEqual([oldest]);
    model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 0));
    model.runNodes();
    expect(model.pods('notes-emptydir')).toEqual([]);
  });

  it('takes its pods with it when it is deleted', () => {
    const model = createTestModel(['notes-emptydir']);
    model.runNodes();
    model.change(({ workloads }) => (workloads[0]!.deleted = true));
    expect(living(model, 'notes-emptydir')).toEqual([]);
  });
});
