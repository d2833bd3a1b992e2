import { expect, it } from 'vitest';
import { cell, report } from './cell.fixture.ts';
import { cellKey } from './compare.ts';
import { scorePredictions } from './predict.ts';

const kept = cell({});
const lost = cell({ event: 'node-drain', verdict: 'lost' });
const didNotRun = cell({ event: 'node-failure', verdict: null, couldNotRun: 'nobody can switch nodes' });
const notGuessed = cell({ event: 'oom' });

it('scores guesses against what was found, and passes over cells that did not run or were not guessed', () => {
  const guesses = new Map([
    [cellKey(kept), 'survived'],
    [cellKey(lost), 'blocked'],
    [cellKey(didNotRun), 'lost'],
    ['notes-none oom', 'lost'],
  ] as const);
  expect(scorePredictions(guesses, report(kept, lost, didNotRun, notGuessed))).toEqual({
    right: 1,
    of: 2,
    misses: [{ cell: lost, guess: 'blocked' }],
  });
});

it('of no guesses is nothing of nothing', () => {
  expect(scorePredictions(new Map(), report(kept))).toEqual({ right: 0, of: 0, misses: [] });
});
