import type { Cell, Report } from '../report/report.ts';
import type { Verdict } from './verdict.ts';

/** The part of a cell that its expectation covers. */
export interface MeasuredCell {
  readonly verdict: Verdict | null;
  readonly afterUndo: { readonly verdict: Verdict } | null;
  readonly expectation: { readonly verdict: Verdict | null; readonly afterUndo: Verdict | null };
}

/**
 * Whether a cell matches its expectation. A corrupt cell never does. Null: nothing is asserted, the cell could not run,
 * or the state after the undo is asserted but was not read.
 */
export function asExpected({ verdict, afterUndo, expectation }: MeasuredCell): boolean | null {
  if (verdict === null) return null;
  if (verdict === 'corrupt' || afterUndo?.verdict === 'corrupt') return false;
  const pairs = [
    { expected: expectation.verdict, found: verdict },
    { expected: expectation.afterUndo, found: afterUndo?.verdict ?? null },
  ].filter(({ expected }) => expected !== null);
  if (pairs.some(({ expected, found }) => found !== null && found !== expected)) return false;
  return pairs.length > 0 && pairs.every(({ found }) => found !== null) ? true : null;
}

/** The result of a whole run, for exit codes. */
export type RunOutcome = 'as expected' | 'differs' | 'could not run';

/**
 * A difference or corruption takes precedence. A run with a cell that could not run, with leftovers, or without cells is
 * `could not run`.
 */
export function outcomeOf({ cells, leftovers }: Pick<Report, 'cells' | 'leftovers'>): RunOutcome {
  if (cells.some((cell) => cell.asExpected === false || isCorrupt(cell))) return 'differs';
  const isComplete = cells.length > 0 && leftovers.length === 0 && cells.every(({ verdict }) => verdict !== null);
  return isComplete ? 'as expected' : 'could not run';
}

const isCorrupt = ({ verdict, afterUndo }: Cell) => verdict === 'corrupt' || afterUndo?.verdict === 'corrupt';
