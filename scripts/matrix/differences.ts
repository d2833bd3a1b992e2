import { type Cell, compareReports, type Report } from '@persistence-lab/experiment';

/** What one cluster found and another did not. */
export interface Difference {
  readonly cell: string;
  /** "lost, not survived": the first is what the second report says. */
  readonly what: string;
  /** At least one of the two reports expects something here; else Kubernetes promises nothing, and both may be right. */
  readonly isAsserted: boolean;
}

/**
 * Where two runs do not agree: cell by cell, on the verdict, on the verdict after the undo and on its mark. Cells that
 * could not run in one of them are compared with nothing; whether they may be missing is not for this to judge.
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

/** Every cluster has nodes of its own; and a mark speaks of the first verdict as well, which may be anybody's guess. */
function markOf({ afterUndo, expectation }: Cell): string {
  if (afterUndo === null) return 'nothing';
  if (expectation.verdict === null) return afterUndo.verdict;
  return `${afterUndo.verdict}, ${afterUndo.mark.replace(/left behind on .*, found/, 'left behind, found')}`;
}
