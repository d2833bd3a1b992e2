import type { Cell } from '@persistence-lab/experiment';
import { expect, it } from 'vitest';
import { cellWith, drained, open } from './test-support/cells.ts';
import { differencesOf } from './differences.ts';

const differences = (first: Cell[], second: Cell[]) => differencesOf({ cells: first }, { cells: second });

it('ignores the names of nodes', () => {
  const { afterUndo } = drained();
  const foundOn = (node: string) =>
    drained({ afterUndo: { ...afterUndo!, mark: `left behind on ${node}, found again` } });
  expect(differences([cellWith(), foundOn('node-1')], [cellWith(), foundOn('a, b')])).toEqual([]);
});

it('lists where the second report differs: verdict, verdict after the undo, and mark', () => {
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

it('asserts a difference only if one of the reports has an expectation', () => {
  const first = cellWith({ expectation: open });
  const second = cellWith({ expectation: open, verdict: 'lost' });
  expect(differences([first], [second])).toMatchObject([{ isAsserted: false }]);
  expect(differences([cellWith()], [second])).toMatchObject([{ isAsserted: true }]);
});

it('ignores a cell that could not run in one report, and reports one that is missing', () => {
  const missing = cellWith({ verdict: null, couldNotRun: 'Node power is not configured.' });
  expect(differences([cellWith()], [missing])).toEqual([]);
  expect(differences([cellWith()], [])).toEqual([
    { cell: 'notes-pvc pod-delete', what: 'is only in the first report', isAsserted: true },
  ]);
});
