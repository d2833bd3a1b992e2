import type { Cell, Report } from '@persistence-lab/experiment';
import { formatCount } from './amounts.ts';
import { gridOf, type GridRow } from './grid.ts';
import { headingOf } from './heading.ts';
import { legend, matrixLines } from './matrix-lines.ts';
import { createPaint, type Paint } from './paint.ts';
import { fill, plain, wrap } from './plain.ts';
import { factsOf, headlineOf, isNotable, silenceOf, summaryOf, type Fact } from './told.ts';
import { wordOf } from './verdict-words.ts';

const width = 80;

export interface TableOptions {
  /** False by default: the verdicts are told by signs and words alone. */
  readonly colour?: boolean;
}

/** A report for a terminal of 80 columns: matrix, legend, a line a cell, and all that is known of the notable ones. */
export function renderTable(report: Report, { colour = false }: TableOptions = {}): string {
  const paint = createPaint(colour);
  const { rows } = gridOf(report);
  const cells = rows.flatMap(({ cells }) => [...cells.values()]);
  const notable = cells.filter(isNotable);
  return [
    ...headingOf(report).flatMap(folded),
    '',
    ...matrixLines(report, paint, width),
    ...fill(legend, '   ', width),
    '',
    ...section('Cells', cellLines(rows, paint)),
    ...section(
      'To look at',
      notable.flatMap((cell, at) => [...(at === 0 ? [] : ['']), ...detailsOf(cell, paint)]),
    ),
    ...section(
      'Left behind in the cluster',
      report.leftovers.flatMap((text) => folded(`- ${text}`)),
    ),
    ...folded(summaryOf(report)),
    '',
  ].join('\n');
}

const folded = (text: string): string[] => wrap(plain(text), width);

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, '-'.repeat(title.length), ...lines, ''];

function cellLines(gridRows: readonly GridRow[], paint: Paint): string[] {
  const listed = gridRows.flatMap(({ label, cells }) => [...cells.values()].map((cell) => ({ label, cell })));
  const rows = listed.map(({ label, cell }) => [
    plain(label),
    cell.event,
    wordOf(cell).word,
    cell.verdict === null
      ? ''
      : `${cell.verdict === 'blocked' ? '?' : formatCount(cell.kept)}/${formatCount(cell.acknowledged)}`,
    cell.verdict === null ? '' : `silent ${cell.downtime === null ? 'to the end' : silenceOf(cell)}`,
  ]);
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]!.length))) ?? [];
  return rows.map((row, at) =>
    row
      .map((text, column) => pad(text, widths[column]!, column, paint, listed[at]!.cell))
      .join('  ')
      .trimEnd(),
  );
}

const verdictColumn = 2;
const countColumn = 3;

function pad(text: string, width: number, column: number, paint: Paint, cell: Cell): string {
  if (column === verdictColumn) return paint(text.padEnd(width), wordOf(cell).tone);
  return column === countColumn ? text.padStart(width) : text.padEnd(width);
}

function detailsOf(cell: Cell, paint: Paint): string[] {
  const [first = '', ...rest] = folded(`${cell.subject}, ${cell.event}: ${headlineOf(cell)}`);
  return [paint(first, wordOf(cell).tone), ...rest, ...factsOf(cell).flatMap(factLines)];
}

const indent = 4;
const nameWidth = 16;

function factLines({ name, texts }: Fact): string[] {
  const lines = texts.flatMap((text) => wrap(plain(text), width - indent - nameWidth));
  return lines.map((line, at) => `${' '.repeat(indent)}${(at === 0 ? name : '').padEnd(nameWidth)}${line}`);
}
