import type { Cell, Report } from '@persistence-lab/experiment';
import { downtimeOf, factsOf, headingOf, headlineOf, isNotable, summaryOf, type Fact } from './cell-facts.ts';
import { gridOf, type GridRow } from './grid.ts';
import { legendOf, matrixLines } from './matrix-lines.ts';
import { alignColumns } from './text/columns.ts';
import { createPaint, type Paint } from './text/paint.ts';
import { fill, plain, wrap } from './text/plain.ts';
import { labelOf, verdictWord } from './verdict-labels.ts';
import { type Wording, wordingFor } from './wording.ts';

const width = 80;

export interface TableOptions {
  /** Default: false. Verdicts are recognisable by signs and words alone. */
  readonly colour?: boolean;
}

/** A report for a terminal of 80 columns: matrix, legend, a line a cell, and every fact about the notable ones. */
export function renderTable(report: Report, { colour = false }: TableOptions = {}): string {
  const paint = createPaint(colour);
  const wording = wordingFor(report.language);
  const { words } = wording;
  const { rows } = gridOf(report);
  const notable = rows.flatMap(({ cells }) => [...cells.values()]).filter(isNotable);
  return [
    ...headingOf(report, wording).flatMap(folded),
    '',
    ...matrixLines(report, paint, wording, width),
    ...fill(legendOf(wording), '   ', width),
    '',
    ...section(words.cells, cellLines(rows, paint, wording)),
    ...section(
      words.notable,
      notable.flatMap((cell, at) => [...(at === 0 ? [] : ['']), ...detailsOf(cell, paint, wording)]),
    ),
    ...section(
      words.leftovers,
      report.leftovers.flatMap((text) => folded(`- ${text}`)),
    ),
    ...folded(summaryOf(report, wording)),
    '',
  ].join('\n');
}

const folded = (text: string): string[] => wrap(plain(text), width);

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, '-'.repeat(title.length), ...lines, ''];

const verdictColumn = 2;
const countColumn = 3;

function cellLines(gridRows: readonly GridRow[], paint: Paint, wording: Wording): string[] {
  const { words, count } = wording;
  const listed = gridRows.flatMap(({ label, cells }) => [...cells.values()].map((cell) => ({ label, cell })));
  const rows = listed.map(({ label, cell }) => {
    const kept = cell.verdict === 'blocked' ? '?' : count(cell.kept);
    const downtime = cell.downtime === null ? words.noEnd : downtimeOf(cell, wording);
    const figures = cell.verdict === null ? ['', ''] : [`${kept}/${count(cell.acknowledged)}`, downtime];
    return [plain(label), cell.event, verdictWord(cell.verdict, wording), ...figures];
  });
  const style = (text: string, row: number, column: number) =>
    column === verdictColumn && row > 0 ? paint(text, labelOf(listed[row - 1]!.cell.verdict).tone) : text;
  const head = [words.kind, words.event, words.verdict, words.kept, words.downtime];
  return rows.length === 0 ? [] : alignColumns([head, ...rows], style, [countColumn]);
}

function detailsOf(cell: Cell, paint: Paint, wording: Wording): string[] {
  const [first = '', ...rest] = folded(`${cell.subject}, ${cell.event}: ${headlineOf(cell, wording)}`);
  return [paint(first, labelOf(cell.verdict).tone), ...rest, ...factsOf(cell, wording).flatMap(factLines)];
}

const indent = 4;
const nameWidth = 16;

function factLines({ name, texts }: Fact): string[] {
  const lines = texts.flatMap((text) => wrap(plain(text), width - indent - nameWidth));
  return lines.map((line, at) => `${' '.repeat(indent)}${(at === 0 ? name : '').padEnd(nameWidth)}${line}`);
}
