import { expect, it } from 'vitest';
import type { Undo } from './cluster.ts';
import { addUndo, describeUndo, findCreate, findScale } from './undo-list.ts';

const workload = { name: 'notes-pvc', namespace: 'lab' };
const scale = (replicas: number): Undo => ({ undo: 'scale', workload, replicas, claims: [] });
const create = (saved: unknown): Undo => ({ undo: 'create', workload, saved });

it('keeps what leads back furthest', () => {
  const undos = [scale(1), scale(3), create('first'), create('second')].reduce(addUndo, [] as readonly Undo[]);
  expect(undos).toEqual([scale(1), create('first')]);
});

it('tells apart what is undone where', () => {
  const elsewhere: Undo = { undo: 'scale', workload: { ...workload, namespace: 'other' }, replicas: 1, claims: [] };
  const undos: Undo[] = [{ undo: 'uncordon', node: 'a' }, { undo: 'uncordon', node: 'b' }, scale(1), elsewhere];
  expect(undos.reduce(addUndo, [] as readonly Undo[])).toEqual(undos);
});

it('knows a workload by its name and namespace, whatever else is known of it', () => {
  const undos = [scale(2), create('saved')];
  const known = { ...workload, desiredReplicas: 7, rolledOut: true };
  expect(findScale(undos, known)).toEqual(scale(2));
  expect(findCreate(undos, known)).toEqual(create('saved'));
  expect(findScale(undos, { ...workload, name: 'other' })).toBeUndefined();
});

it.each([
  [{ undo: 'uncordon', node: 'node-2' }, 'uncordon node-2'],
  [{ undo: 'power-on', node: 'node-2', command: null }, 'switch on node-2'],
  [scale(1), 'scale notes-pvc to 1'],
  [create(null), 'make notes-pvc again'],
] satisfies [Undo, string][])('describes %j', (undo, words) => {
  expect(describeUndo(undo)).toBe(words);
});
