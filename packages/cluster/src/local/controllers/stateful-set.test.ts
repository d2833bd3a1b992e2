import { describe, expect, it } from 'vitest';
import { terminatePod, removePod } from '../state/state.ts';
import { createTestModel } from '../../test-support/test-model.ts';

const name = 'notes-statefulset';

function three() {
  const model = createTestModel([name]);
  model.runNodes();
  model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
  return model;
}

const ordinals = (model: ReturnType<typeof createTestModel>) => model.pods(name).map(({ ordinal }) => ordinal);

describe('a StatefulSet', () => {
  it('makes a pod when all before it are ready', () => {
    const model = three();
    expect(ordinals(model)).toEqual([0, 1]);
    model.change(() => (model.pods(name)[1]!.ready = true));
    expect(ordinals(model)).toEqual([0, 1, 2]);
  });

  it('makes no second pod of a name before the first is gone', () => {
    const model = createTestModel([name]);
    model.runNodes();
    const first = model.pod(name);
    model.change((state) => terminatePod(state, first));
    expect(model.pods(name)).toEqual([first]);
    model.change((state) => removePod(state, first.id));
    expect(model.pods(name)).toMatchObject([{ name: `${name}-0`, terminating: false }]);
    expect(model.pod(name).id).not.toBe(first.id);
  });

  it('takes surplus pods away one by one, the last first', () => {
    const model = three();
    model.runNodes();
    model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 1));
    expect(model.pods(name).filter(({ terminating }) => terminating)).toMatchObject([{ ordinal: 2 }]);
    model.runNodes();
    expect(ordinals(model)).toEqual([0]);
  });

  it('replaces old revisions one by one, the last first, each when the one before is ready', () => {
    const model = three();
    model.runNodes();
    model.change(({ workloads }) => (workloads[0]!.revision += 1));
    for (const ordinal of [2, 1, 0]) {
      const [terminating, ...more] = model.pods(name).filter((pod) => pod.terminating);
      expect([terminating?.ordinal, more]).toEqual([ordinal, []]);
      model.change((state) => removePod(state, terminating!.id));
      const fresh = model.pods(name).find((pod) => pod.ordinal === ordinal)!;
      expect(model.pods(name).filter((pod) => pod.terminating)).toEqual([]);
      model.change(() => (fresh.ready = true));
    }
    expect(new Set(model.pods(name).map(({ revision }) => revision))).toEqual(new Set([2]));
  });
});
