import type { Cell, Report } from './report.ts';
import type { Verdict } from './verdict.ts';

/** The part of a cell that its expectation speaks of. */
export interface Measured {
  readonly verdict: Verdict | null;
  readonly afterUndo: { readonly verdict: Verdict } | null;
  readonly expectation: { readonly verdict: Verdict | null; readonly afterUndo: Verdict | null };
}

/**
 * Whether a cell came out as the documentation says. Corrupt never does. Null: nothing is asserted, the cell could not
 * run, or what is asserted of the time after the undo was not read.
 */
export function asExpected({ verdict, afterUndo, expectation }: Measured): boolean | null {
  if (verdict === null) return null;
  if (verdict === 'corrupt' || afterUndo?.verdict === 'corrupt') return false;
  const pairs = [
    { expected: expectation.verdict, found: verdict },
    { expected: expectation.afterUndo, found: afterUndo?.verdict ?? null },
  ].filter(({ expected }) => expected !== null);
  if (pairs.some(({ expected, found }) => found !== null && found !== expected)) return false;
  return pairs.length > 0 && pairs.every(({ found }) => found !== null) ? true : null;
}

/** What a whole run means to a script. */
export type RunOutcome = 'as expected' | 'differs' | 'could not run';

/**
 * A difference, or corruption, outweighs all else. A run in which a cell could not run, that could not put back
 * everything, or that has no cell, could not be done.
 */
export function outcomeOf({ cells, leftovers }: Pick<Report, 'cells' | 'leftovers'>): RunOutcome {
  if (cells.some((cell) => cell.asExpected === false || isCorrupt(cell))) return 'differs';
  const isDone = cells.length > 0 && leftovers.length === 0 && cells.every(({ verdict }) => verdict !== null);
  return isDone ? 'as expected' : 'could not run';
}

const isCorrupt = ({ verdict, afterUndo }: Cell) => verdict === 'corrupt' || afterUndo?.verdict === 'corrupt';
