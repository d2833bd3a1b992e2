import type { Cell, Reading, Report } from '@persistence-lab/experiment';
import { formatCount, formatDuration } from './amounts.ts';
import { differs, wordOf } from './verdict-words.ts';

/** Something that a report tells of a cell, the same in every form of it. */
export interface Fact {
  readonly name: string;
  readonly texts: readonly string[];
}

const idsShown = 5;

/** What was seen in a cell, what was expected and who says so. Nothing in it is escaped. */
export function factsOf(cell: Cell): Fact[] {
  const facts: Fact[] = [
    { name: 'could not run', texts: cell.couldNotRun === null ? [] : [cell.couldNotRun] },
    { name: 'notes', texts: cell.verdict === null ? [] : [notesOf(cell)] },
    { name: 'silent', texts: cell.verdict === null ? [] : [silenceOf(cell)] },
    { name: 'reasons', texts: cell.reasons },
    { name: 'replicas', texts: cell.readings.flatMap(troubleOf) },
    { name: 'after the undo', texts: cell.afterUndo === null ? [] : [undoOf(cell.afterUndo)] },
    { name: 'then', texts: cell.afterUndo?.readings.flatMap(troubleOf) ?? [] },
    { name: 'expected', texts: [expectationOf(cell)] },
    { name: 'because', texts: [cell.expectation.because] },
    { name: 'source', texts: cell.expectation.source === null ? [] : [cell.expectation.source] },
    { name: 'evidence', texts: cell.evidence },
  ];
  return facts.filter(({ texts }) => texts.some((text) => text !== ''));
}

const corrupt = ({ verdict, afterUndo }: Cell): boolean => verdict === 'corrupt' || afterUndo?.verdict === 'corrupt';

/** What a reader has to look at: all else is as the documentation says. */
export const isNotable = (cell: Cell): boolean => cell.verdict === null || corrupt(cell) || cell.asExpected !== true;

export function notesOf({ verdict, acknowledged, kept, lost }: Cell): string {
  if (verdict === 'blocked') return `${formatCount(acknowledged)} acknowledged, none could be read`;
  return `${formatCount(kept)} of ${formatCount(acknowledged)} kept, ${formatCount(lost)} lost`;
}

export const silenceOf = ({ downtime }: Pick<Cell, 'downtime'>): string =>
  downtime === null ? 'no good answer after the event' : formatDuration(downtime);

export function expectationOf({ expectation: { verdict, afterUndo } }: Cell): string {
  const then = afterUndo === null ? '' : `; after the undo: ${afterUndo}`;
  return `${verdict ?? 'the documentation does not say'}${then}`;
}

function undoOf({ verdict, kept, lost, mark }: NonNullable<Cell['afterUndo']>): string {
  return [`${verdict}, ${formatCount(kept)} kept, ${formatCount(lost)} lost`, ...(mark ? [mark] : [])].join(': ');
}

/** The ids that one replica did not give back as they were acknowledged; none when all is well. */
function troubleOf({ replica, node, missing, stale, changed }: Reading): string[] {
  const wrong = [idsOf(missing, 'missing'), idsOf(stale, 'stale'), idsOf(changed, 'changed')].filter(Boolean);
  return wrong.length === 0 ? [] : [`${replica}${node === null ? '' : ` on ${node}`}: ${wrong.join('; ')}`];
}

function idsOf(ids: readonly string[], what: string): string {
  if (ids.length === 0) return '';
  const more = ids.length > idsShown ? `, and ${formatCount(ids.length - idsShown)} more` : '';
  return `${formatCount(ids.length)} ${what} (${ids.slice(0, idsShown).join(', ')}${more})`;
}

/** One sentence for a run as a whole, worst first. */
export function summaryOf({ cells }: Pick<Report, 'cells'>): string {
  const parts = [
    [cells.filter(corrupt).length, 'corrupt'],
    [cells.filter((cell) => differs(cell) && !corrupt(cell)).length, 'different from the documentation'],
    [cells.filter(({ verdict }) => verdict === null).length, 'could not run'],
    [cells.filter(({ asExpected }) => asExpected === true).length, 'as expected'],
    [
      cells.filter((cell) => cell.verdict !== null && cell.asExpected === null && !corrupt(cell)).length,
      'measured, nothing asserted',
    ],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return `${formatCount(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'}: ${told.join(', ') || 'nothing was run'}`;
}

/** The verdict, beside what was expected when that is something else. */
export function headlineOf(cell: Cell): string {
  const expected = differs(cell) ? ` (expected: ${expectationOf(cell)})` : '';
  return `${wordOf(cell).word}${expected}`;
}
