import type { Cell, EventName, Report, Topic } from '@persistence-lab/experiment';
import { gridOf, type Grid, type GridRow } from './grid.ts';
import type { Paint } from './paint.ts';
import { plain } from './plain.ts';
import { couldNotRun, differenceMark, differs, verdictWords, wordOf, type VerdictWord } from './verdict-words.ts';

interface Column {
  readonly topic: Topic;
  readonly event: EventName;
  /** The event's name, broken after its hyphens. */
  readonly head: readonly string[];
  readonly width: number;
}

/** The matrix in blocks of lines that fit into `width`; what colours add is told by signs and words too. */
export function matrixLines(report: Pick<Report, 'cells'>, paint: Paint, width: number): string[] {
  const grid = gridOf(report);
  const label = Math.max(...grid.rows.map((row) => plain(row.label).length), 0);
  return packed(columnsOf(grid), width - label).flatMap((columns) => [
    ...blockOf(columns, grid.rows, label, paint),
    '',
  ]);
}

function columnsOf({ groups, rows }: Grid): Column[] {
  return groups.flatMap(({ topic, events }) =>
    events.map((event) => {
      const head = event.split(/(?<=-)/);
      const texts = [...head, ...rows.map((row) => shortOf(row, event)), ...(events.length === 1 ? [topic] : [])];
      return { topic, event, head, width: Math.max(...texts.map(({ length }) => length)) };
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

function blockOf(columns: readonly Column[], rows: readonly GridRow[], label: number, paint: Paint): string[] {
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
    ...rows.map((row) => line(plain(row.label), cellsOf(row, columns, paint))),
  ];
}

/** Each topic above the first of its columns. */
function topicLine(columns: readonly Column[], label: number): string {
  let text = ' '.repeat(label + 1);
  let at = label + 1;
  columns.forEach(({ topic, width }, index) => {
    if (topic !== columns[index - 1]?.topic) text = text.padEnd(at) + topic;
    at += width + 1;
  });
  return text;
}

function cellsOf(row: GridRow, columns: readonly Column[], paint: Paint): string[] {
  return columns.map(({ event, width }) => {
    const cell = row.cells.get(event);
    const text = shortOf(row, event);
    return (cell ? paint(text, wordOf(cell).tone) : text) + ' '.repeat(width - text.length);
  });
}

function shortOf(row: GridRow, event: EventName): string {
  const cell = row.cells.get(event);
  return cell ? shortCell(cell) : '.';
}

/** Sign, short word, and after `>` the sign of what the undo brought back: `#stop>+*`. */
export function shortCell(cell: Cell): string {
  const { sign, short } = wordOf(cell);
  const after = cell.afterUndo === null ? '' : `>${verdictWords[cell.afterUndo.verdict].sign}`;
  return `${sign}${short}${after}${differs(cell) ? differenceMark : ''}`;
}

const named = ({ sign, short, word }: VerdictWord): string => `${sign}${short}${short === word ? '' : ` ${word}`}`;

/** What the signs mean, an entry each. */
export const legend: readonly string[] = [
  ...[...Object.values(verdictWords), couldNotRun].map(named),
  '>+ after the undo',
  `${differenceMark} differs from the documentation`,
  '. not run',
];
