import { describe, expect, it } from 'vitest';
import { cellWith, drained, open } from './cells.fixture.ts';
import { eventsOf, problemsOf } from './problems.ts';

describe('eventsOf', () => {
  it('leaves out what cannot happen to a kind: a claim that it does not have cannot be deleted', () => {
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
  ])('finds nothing wrong with what is as expected, or not expected at all', (cell) =>
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
    [cellWith({ verdict: null, asExpected: null, couldNotRun: 'No way.' }), 'pod-delete could not run: No way.'],
    [drained({ asExpected: false }), 'node-drain says false of its expectation'],
    [cellWith({ acknowledged: 99, kept: 99 }), 'pod-delete has 99 notes, less than 100'],
    [drained({ reasons: [] }), 'node-drain is blocked, and does not say why'],
    [cellWith({ acknowledged: 101 }), 'pod-delete counts 100 kept and 0 lost of 101 acknowledged'],
  ])('tells what is wrong', (cell, problem) => {
    expect(problemsOf(cell, 100)).toEqual([problem]);
  });

  it('wants what was changed to be undone, and to be read again', () => {
    expect(problemsOf(drained({ afterUndo: null, asExpected: null }), 100)).toEqual([
      'node-drain was not read after the undo',
      'node-drain was not undone',
    ]);
  });

  it('lets a cell be without a verdict for a reason that fits the cluster', () => {
    const cell = cellWith({ verdict: null, asExpected: null, couldNotRun: 'It is the only node.' });
    expect(problemsOf(cell, 100, ({ couldNotRun }) => couldNotRun === 'It is the only node.')).toEqual([]);
  });
});
