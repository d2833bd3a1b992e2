import { compareReports, type Cell, type CellComparison, type Report } from '@persistence-lab/experiment';
import { formatCount, formatDuration } from './amounts.ts';
import { escapeMarkdown, markdownTable } from './markdown-text.ts';
import { shortCell } from './matrix-lines.ts';
import { plain, wrap } from './plain.ts';
import { wordOf } from './verdict-words.ts';

const width = 80;
const head = ['subject', 'event', 'baseline', 'now', 'silent'];

// half as long, or twice: less is the machine's mood
const remarkable = 2;
const hardlyAnything = 1_000;

/** What differs between two runs, for a terminal. */
export function renderComparison(baseline: Report, current: Report): string {
  const comparisons = compareReports(baseline, current);
  const rows = comparisons.filter(isRemarkable).map((each) => rowOf(each, shortCell, ''));
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => text.padEnd(widths[at]!))
      .join('  ')
      .trimEnd();
  const names = wrap(plain(`Compared with ${titleOf(baseline)}:`), width);
  const table = rows.length === 0 ? [] : ['', line(head), ...rows.map(line)];
  return [...names, ...table, '', ...wrap(summaryOf(comparisons), width), ''].join('\n');
}

/** What differs between two runs, for a page of Markdown. */
export function renderComparisonMarkdown(baseline: Report, current: Report): string {
  const comparisons = compareReports(baseline, current);
  const rows = comparisons.filter(isRemarkable).map((each) => rowOf(each, told, ratioOf(each)).map(escapeMarkdown));
  return [
    '## Compared with another run',
    '',
    `- baseline: ${escapeMarkdown(titleOf(baseline))}`,
    `- now: ${escapeMarkdown(titleOf(current))}`,
    `- ${summaryOf(comparisons)}`,
    '',
    ...(rows.length === 0 ? [] : markdownTable(head, rows)),
  ].join('\n');
}

const titleOf = ({ cluster, startedAt }: Report): string => `${cluster.name} (${cluster.version}), ${startedAt}`;

const isRemarkable = (comparison: CellComparison): boolean => comparison.differs || isOtherwiseSilent(comparison);

function isOtherwiseSilent({ baseline, current, downtimeRatio }: CellComparison): boolean {
  const [before, now] = [baseline?.downtime ?? null, current?.downtime ?? null];
  if (before === null || now === null) return false;
  if (Math.abs(now - before) < hardlyAnything) return false;
  return downtimeRatio === null || downtimeRatio >= remarkable || downtimeRatio <= 1 / remarkable;
}

function rowOf(
  { subject, event, baseline, current }: CellComparison,
  told: (cell: Cell) => string,
  ratio: string,
): string[] {
  const silences = [baseline, current].map(silence);
  const silent = silences.every((text) => text === '')
    ? ''
    : `${silences.map((text) => text || '?').join(' -> ')}${ratio}`;
  const verdicts = [baseline, current].map((cell) => (cell === null ? '.' : told(cell)));
  return [plain(subject), event, ...verdicts, silent];
}

const ratioOf = ({ downtimeRatio }: CellComparison): string =>
  downtimeRatio === null ? '' : ` (${downtimeRatio.toFixed(1)} x)`;

function told(cell: Cell): string {
  const { sign, word } = wordOf(cell);
  return `${sign} ${word}${cell.afterUndo === null ? '' : `, then ${cell.afterUndo.verdict}`}`;
}

function silence(cell: Cell | null): string {
  if (!cell || cell.verdict === null) return '';
  return cell.downtime === null ? 'no end' : formatDuration(cell.downtime);
}

function summaryOf(comparisons: readonly CellComparison[]): string {
  const differing = comparisons.filter(({ differs }) => differs).length;
  const silent = comparisons.filter((each) => !each.differs && isOtherwiseSilent(each)).length;
  const same = comparisons.length - differing - silent;
  return `${formatCount(differing)} with another verdict, ${formatCount(silent)} silent for twice or half as long, ${formatCount(same)} the same`;
}
