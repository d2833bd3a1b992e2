import type { Cell, Report } from './report.ts';

/** One cell in two runs. */
export interface CellComparison {
  readonly subject: string;
  readonly event: Cell['event'];
  /** Null: this run has no such cell. */
  readonly baseline: Cell | null;
  readonly current: Cell | null;
  /** The verdicts differ, also that after the undo, or only one run has the cell or could run it. */
  readonly differs: boolean;
  /**
   * The current downtime in parts of the baseline's: 2 is twice as long. Null where one of the two is not known, or
   * never ended, or where the baseline was not silent and the current run was.
   */
  readonly downtimeRatio: number | null;
}

/** Two runs cell by cell, in the order of the baseline; then what only the current run has. */
export function compareReports(baseline: Pick<Report, 'cells'>, current: Pick<Report, 'cells'>): CellComparison[] {
  const before = byKey(baseline);
  const now = byKey(current);
  return [...new Set([...before.keys(), ...now.keys()])].map((key) =>
    compareCells(before.get(key) ?? null, now.get(key) ?? null),
  );
}

/** What tells a cell from all others of its report. */
export const cellKey = ({ subject, event }: Pick<Cell, 'subject' | 'event'>): string => `${subject} ${event}`;

const byKey = ({ cells }: Pick<Report, 'cells'>) => new Map(cells.map((cell) => [cellKey(cell), cell]));

function compareCells(baseline: Cell | null, current: Cell | null): CellComparison {
  const { subject, event } = (baseline ?? current)!;
  const differs =
    baseline?.verdict !== current?.verdict || baseline?.afterUndo?.verdict !== current?.afterUndo?.verdict;
  return { subject, event, baseline, current, differs, downtimeRatio: ratio(baseline, current) };
}

function ratio(baseline: Cell | null, current: Cell | null): number | null {
  if (!isMeasured(baseline) || !isMeasured(current)) return null;
  if (baseline.downtime === 0) return current.downtime === 0 ? 1 : null;
  return current.downtime / baseline.downtime;
}

const isMeasured = (cell: Cell | null): cell is Cell & { downtime: number } =>
  cell !== null && cell.verdict !== null && cell.downtime !== null;
