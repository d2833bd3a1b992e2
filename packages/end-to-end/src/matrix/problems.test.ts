import { describe, expect, it } from 'vitest';
import { cellWith, drained, open } from './test-support/cells.ts';
import { eventsOf, problemsOf } from './problems.ts';

describe('eventsOf', () => {
  it('leaves out events that a kind cannot have: claim-delete without a claim', () => {
    expect(eventsOf('pvc')).toHaveLength(12);
    expect(eventsOf('emptydir')).not.toContain('claim-delete');
    expect(eventsOf('emptydir')).toHaveLength(11);
  });
});

describe('problemsOf', () => {
  it.each([
    cellWith(),
    drained(),
    cellWith({ expectation: open, asExpected: null, verdict: 'lost', kept: 0, lost: 100 }),
  ])('finds no problem in a cell that is as expected, or has no expectation', (cell) =>
    expect(problemsOf(cell, 100)).toEqual([]),
  );

  const afterUndo = drained().afterUndo!;
  it.each([
    [cellWith({ verdict: 'lost', kept: 0, lost: 100, asExpected: false }), 'pod-delete is lost, expected survived'],
    [
      drained({ afterUndo: { ...afterUndo, verdict: 'lost' }, asExpected: false }),
      'node-drain is blocked, then lost, expected blocked, then survived',
    ],
    [
      cellWith({ expectation: open, asExpected: false, verdict: 'corrupt', kept: 99, lost: 1 }),
      'pod-delete is corrupt, expected anything',
    ],
    [cellWith({ verdict: null, asExpected: null, couldNotRun: 'No power.' }), 'pod-delete could not run: No power.'],
    [drained({ asExpected: false }), 'node-drain has asExpected false'],
    [cellWith({ acknowledged: 99, kept: 99 }), 'pod-delete has 99 notes, less than 100'],
    [drained({ reasons: [] }), 'node-drain is blocked without a reason'],
    [cellWith({ acknowledged: 101 }), 'pod-delete counts 100 kept and 0 lost of 101 acknowledged'],
  ])('describes the problem', (cell, problem) => {
    expect(problemsOf(cell, 100)).toEqual([problem]);
  });

  it('requires that a change is undone, and the notes read again', () => {
    expect(problemsOf(drained({ afterUndo: null, asExpected: null }), 100)).toEqual([
      'node-drain was not read after the undo',
      'node-drain was not undone',
    ]);
  });

  it('accepts a cell without a verdict for a reason that applies to the cluster', () => {
    const cell = cellWith({ verdict: null, asExpected: null, couldNotRun: 'It is the only node.' });
    expect(problemsOf(cell, 100, ({ couldNotRun }) => couldNotRun === 'It is the only node.')).toEqual([]);
  });
});
