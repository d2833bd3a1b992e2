import { expect, it } from 'vitest';
import { cell, report } from '../test-support/cells.ts';
import { cellKey } from './compare-reports.ts';
import { scorePredictions } from './prediction-score.ts';

const kept = cell({});
const lost = cell({ event: 'node-drain', verdict: 'lost' });
const didNotRun = cell({ event: 'node-failure', verdict: null, couldNotRun: 'node power is not configured' });
const notPredicted = cell({ event: 'oom' });

it('counts correct predictions, and ignores cells that did not run or were not predicted', () => {
  const predictions = new Map([
    [cellKey(kept), 'survived'],
    [cellKey(lost), 'blocked'],
    [cellKey(didNotRun), 'lost'],
    ['notes-none oom', 'lost'],
  ] as const);
  expect(scorePredictions(predictions, report(kept, lost, didNotRun, notPredicted))).toEqual({
    correct: 1,
    total: 2,
    wrong: [{ cell: lost, predicted: 'blocked' }],
  });
});

it('scores no predictions as 0 of 0', () => {
  expect(scorePredictions(new Map(), report(kept))).toEqual({ correct: 0, total: 0, wrong: [] });
});
