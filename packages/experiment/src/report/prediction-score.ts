import type { Verdict } from '../verdicts/verdict.ts';
import { cellKey } from './compare-reports.ts';
import type { Cell, Report } from './report.ts';

export interface WrongPrediction {
  readonly cell: Cell;
  readonly predicted: Verdict;
}

export interface PredictionScore {
  readonly correct: number;
  /** Predictions for cells that did run. */
  readonly total: number;
  readonly wrong: readonly WrongPrediction[];
}

/** Compares predicted verdicts, by `cellKey`, with a report. A prediction for a cell that did not run does not count. */
export function scorePredictions(
  predictions: ReadonlyMap<string, Verdict>,
  { cells }: Pick<Report, 'cells'>,
): PredictionScore {
  const scored = cells.flatMap((cell) => {
    const predicted = predictions.get(cellKey(cell));
    return predicted === undefined || cell.verdict === null ? [] : [{ cell, predicted }];
  });
  const wrong = scored.filter(({ cell, predicted }) => cell.verdict !== predicted);
  return { correct: scored.length - wrong.length, total: scored.length, wrong };
}
