import type { Cell } from '@persistence-lab/experiment';
import { expect, it } from 'vitest';
import { cellWith, drained, open } from './cells.fixture.ts';
import { differencesOf } from './differences.ts';

const differences = (first: Cell[], second: Cell[]) => differencesOf({ cells: first }, { cells: second });

it('finds none between clusters that agree, whatever their nodes are called', () => {
  const { afterUndo } = drained();
  const foundOn = (node: string) =>
    drained({ afterUndo: { ...afterUndo!, mark: `left behind on ${node}, found again` } });
  expect(differences([cellWith(), foundOn('node-1')], [cellWith(), foundOn('a, b')])).toEqual([]);
});

it('tells what the second has found and the first has not: verdict, verdict after the undo, and mark', () => {
  const { afterUndo } = drained();
  const lost = drained({ afterUndo: { ...afterUndo!, verdict: 'lost', mark: 'came back empty' } });
  expect(differences([cellWith(), drained()], [cellWith({ verdict: 'lost' }), lost])).toEqual([
    { cell: 'notes-pvc pod-delete', what: 'lost, not survived', isAsserted: true },
    {
      cell: 'notes-pvc node-drain',
      what: 'after the undo: lost, came back empty, not survived, came back',
      isAsserted: true,
    },
  ]);
});

it('asserts nothing where neither report expects anything, and where one of them does it asserts that', () => {
  const first = cellWith({ expectation: open });
  const second = cellWith({ expectation: open, verdict: 'lost' });
  expect(differences([first], [second])).toMatchObject([{ isAsserted: false }]);
  expect(differences([cellWith()], [second])).toMatchObject([{ isAsserted: true }]);
});

it('compares a cell that one cluster could not run with nothing, and misses one that is not there', () => {
  const missing = cellWith({ verdict: null, couldNotRun: 'Nobody can switch its nodes.' });
  expect(differences([cellWith()], [missing])).toEqual([]);
  expect(differences([cellWith()], [])).toEqual([
    { cell: 'notes-pvc pod-delete', what: 'is only in the first report', isAsserted: true },
  ]);
});
