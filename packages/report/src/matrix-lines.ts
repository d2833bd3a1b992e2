import type { Cell, EventName, Report, Topic } from '@persistence-lab/experiment';
import { gridOf, type Grid, type GridRow } from './grid.ts';
import type { Language } from '@persistence-lab/language';
import type { Paint } from './text/paint.ts';
import { plain } from './text/plain.ts';
import { differenceMark, differs, labelOf, legendVerdicts, shortVerdict, verdictWord } from './verdict-labels.ts';
import type { Wording } from './wording.ts';

interface Column {
  readonly topic: Topic;
  readonly title: string;
  readonly event: EventName;
  /** The event's name, broken after its hyphens. */
  readonly head: readonly string[];
  readonly width: number;
}

/** The matrix in blocks of lines that fit into `width` columns; it is readable without colour. */
export function matrixLines(report: Pick<Report, 'cells'>, paint: Paint, wording: Wording, width: number): string[] {
  const grid = gridOf(report);
  const label = Math.max(...grid.rows.map((row) => plain(row.label).length), 0);
  return packed(columnsOf(grid, wording), width - label).flatMap((columns) => [
    ...blockOf(columns, grid.rows, label, paint, wording.language),
    '',
  ]);
}

function columnsOf({ groups, rows }: Grid, { topics, language }: Wording): Column[] {
  return groups.flatMap(({ topic, events }) =>
    events.map((event) => {
      const title = topics[topic];
      const head = event.split(/(?<=-)/);
      const texts = [
        ...head,
        ...rows.map((row) => shortOf(row, event, language)),
        ...(events.length === 1 ? [title] : []),
      ];
      return { topic, title, event, head, width: Math.max(...texts.map(({ length }) => length)) };
    }),
  );
}

/** As many columns a block as fit, at least one. */
function packed(columns: readonly Column[], room: number): Column[][] {
  const blocks: Column[][] = [];
  let left = 0;
  for (const column of columns) {
    const needed = column.width + 1;
    if (blocks.length === 0 || needed > left) {
      blocks.push([]);
      left = room;
    }
    blocks.at(-1)!.push(column);
    left -= needed;
  }
  return blocks;
}

function blockOf(
  columns: readonly Column[],
  rows: readonly GridRow[],
  label: number,
  paint: Paint,
  language: Language,
): string[] {
  const height = Math.max(...columns.map(({ head }) => head.length));
  const line = (first: string, cells: string[]) => [first.padEnd(label), ...cells].join(' ').trimEnd();
  const heads = Array.from({ length: height }, (_, at) =>
    line(
      '',
      columns.map(({ head, width }) => (head[at - height + head.length] ?? '').padEnd(width)),
    ),
  );
  const rule = '-'.repeat(columns.reduce((sum, { width }) => sum + 1 + width, label));
  return [
    topicLine(columns, label),
    ...heads,
    rule,
    ...rows.map((row) => line(plain(row.label), cellsOf(row, columns, paint, language))),
  ];
}

/** Each topic above the first of its columns. */
function topicLine(columns: readonly Column[], label: number): string {
  let text = ' '.repeat(label + 1);
  let at = label + 1;
  columns.forEach(({ topic, title, width }, index) => {
    if (topic !== columns[index - 1]?.topic) text = text.padEnd(at) + title;
    at += width + 1;
  });
  return text;
}

function cellsOf(row: GridRow, columns: readonly Column[], paint: Paint, language: Language): string[] {
  return columns.map(({ event, width }) => {
    const cell = row.cells.get(event);
    const text = shortOf(row, event, language);
    return (cell ? paint(text, labelOf(cell.verdict).tone) : text) + ' '.repeat(width - text.length);
  });
}

function shortOf(row: GridRow, event: EventName, language: Language): string {
  const cell = row.cells.get(event);
  return cell ? shortCell(cell, language) : '.';
}

/** Sign, short word, and after `>` the sign of the verdict after the undo: `#stop>+*`. */
export function shortCell(cell: Cell, language: Language): string {
  const after = cell.afterUndo === null ? '' : `>${labelOf(cell.afterUndo.verdict).sign}`;
  return `${shortVerdict(cell.verdict, language)}${after}${differs(cell) ? differenceMark : ''}`;
}

/** The meaning of each sign. */
export function legendOf(wording: Wording): string[] {
  const { words, language } = wording;
  const verdicts = legendVerdicts.map((verdict) => {
    const [short, word] = [shortVerdict(verdict, language), verdictWord(verdict, wording)];
    return short.slice(1) === word ? short : `${short} = ${word}`;
  });
  return [
    ...verdicts,
    `>+ = ${words.afterUndo}`,
    `${differenceMark} = ${words.differsFromDocumentation}`,
    `. = ${words.notRun}`,
  ];
}
