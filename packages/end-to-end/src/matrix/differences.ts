import { type Cell, compareReports, type Report } from '@persistence-lab/experiment';

/** A difference between the reports of two clusters. */
export interface Difference {
  readonly cell: string;
  /** "lost, not survived": the second report has "lost". */
  readonly what: string;
  /** Whether one of the reports has an expectation; else the behaviour is not documented, and both may be right. */
  readonly isAsserted: boolean;
}

/**
 * Compares two runs cell by cell: the verdict, the verdict after the undo, and its mark. Ignores cells that could not run
 * in one of them.
 */
export function differencesOf(first: Pick<Report, 'cells'>, second: Pick<Report, 'cells'>): Difference[] {
  return compareReports(first, second).flatMap(({ subject, event, baseline, current }) => {
    const cell = `${subject} ${event}`;
    if (baseline === null || current === null)
      return [{ cell, what: `is only in the ${baseline ? 'first' : 'second'} report`, isAsserted: true }];
    if (baseline.verdict === null || current.verdict === null) return [];
    return [
      ...unequal(cell, '', baseline.verdict, current.verdict, asserts('verdict', baseline, current)),
      ...unequal(cell, 'after the undo: ', markOf(baseline), markOf(current), asserts('afterUndo', baseline, current)),
    ];
  });
}

const asserts = (part: 'verdict' | 'afterUndo', ...cells: Cell[]) =>
  cells.some(({ expectation }) => expectation[part] !== null);

function unequal(cell: string, when: string, first: string, second: string, isAsserted: boolean): Difference[] {
  return first === second ? [] : [{ cell, what: `${when}${second}, not ${first}`, isAsserted }];
}

/** Without the names of nodes. Only the verdict where the first one is not documented: the mark depends on it. */
function markOf({ afterUndo, expectation }: Cell): string {
  if (afterUndo === null) return 'nothing';
  if (expectation.verdict === null) return afterUndo.verdict;
  return `${afterUndo.verdict}, ${afterUndo.mark.replace(/left behind on .*, found/, 'left behind, found')}`;
}
