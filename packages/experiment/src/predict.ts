import { cellKey } from './compare.ts';
import type { Cell, Report } from './report.ts';
import type { Verdict } from './verdict.ts';

/** A guess that turned out wrong. */
export interface Miss {
  readonly cell: Cell;
  readonly guess: Verdict;
}

export interface Score {
  readonly right: number;
  /** Of so many guesses about cells that did run. */
  readonly of: number;
  readonly misses: readonly Miss[];
}

/** How good the guesses were, each under its cell's `cellKey`. A guess about a cell that did not run does not count. */
export function scorePredictions(guesses: ReadonlyMap<string, Verdict>, { cells }: Pick<Report, 'cells'>): Score {
  const guessed = cells.flatMap((cell) => {
    const guess = guesses.get(cellKey(cell));
    return guess === undefined || cell.verdict === null ? [] : [{ cell, guess }];
  });
  const misses = guessed.filter(({ cell, guess }) => cell.verdict !== guess);
  return { right: guessed.length - misses.length, of: guessed.length, misses };
}
