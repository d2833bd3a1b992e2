import type { Cell, Report } from './report.ts';

/** The same cell in two runs. */
export interface CellComparison {
  readonly subject: string;
  readonly event: Cell['event'];
  /** Null: the run has no such cell. */
  readonly baseline: Cell | null;
  readonly current: Cell | null;
  /** A verdict differs, before or after the undo, or only one run has the cell or could run it. */
  readonly differs: boolean;
  /**
   * The current downtime divided by the baseline's. Null when one of them is unknown or never ended, or when only the
   * baseline's is 0.
   */
  readonly downtimeRatio: number | null;
}

/** Two runs cell by cell, in the order of the baseline, followed by cells of the current run alone. */
export function compareReports(baseline: Pick<Report, 'cells'>, current: Pick<Report, 'cells'>): CellComparison[] {
  const before = byKey(baseline);
  const now = byKey(current);
  return [...new Set([...before.keys(), ...now.keys()])].map((key) =>
    compareCells(before.get(key) ?? null, now.get(key) ?? null),
  );
}

/** Identifies a cell within its report. */
export const cellKey = ({ subject, event }: Pick<Cell, 'subject' | 'event'>): string => `${subject} ${event}`;

const byKey = ({ cells }: Pick<Report, 'cells'>) => new Map(cells.map((cell) => [cellKey(cell), cell]));

function compareCells(baseline: Cell | null, current: Cell | null): CellComparison {
  const { subject, event } = (baseline ?? current)!;
  const differs =
    baseline?.verdict !== current?.verdict || baseline?.afterUndo?.verdict !== current?.afterUndo?.verdict;
  return { subject, event, baseline, current, differs, downtimeRatio: downtimeRatio(baseline, current) };
}

function downtimeRatio(baseline: Cell | null, current: Cell | null): number | null {
  if (!isMeasured(baseline) || !isMeasured(current)) return null;
  if (baseline.downtime === 0) return current.downtime === 0 ? 1 : null;
  return current.downtime / baseline.downtime;
}

const isMeasured = (cell: Cell | null): cell is Cell & { downtime: number } =>
  cell !== null && cell.verdict !== null && cell.downtime !== null;
