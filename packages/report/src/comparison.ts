import { compareReports, type Cell, type CellComparison, type Report } from '@persistence-lab/experiment';
import { formatTime } from './cell-facts.ts';
import { shortCell } from './matrix-lines.ts';
import { alignColumns } from './text/columns.ts';
import { escapeMarkdown, markdownTable } from './text/markdown-text.ts';
import { plain, wrap } from './text/plain.ts';
import { signedVerdict } from './verdict-labels.ts';
import { type Wording, wordingFor } from './wording.ts';

const width = 80;

// A downtime half as long, or twice as long: smaller differences are noise of the machine.
const remarkableRatio = 2;
const negligibleMilliseconds = 1_000;

/** What differs between two runs, for a terminal, in the language of the current one. */
export function renderComparison(baseline: Report, current: Report): string {
  const wording = wordingFor(current.language);
  const comparisons = compareReports(baseline, current);
  const rows = comparisons
    .filter(isRemarkable)
    .map((each) => rowOf(each, (cell) => shortCell(cell, wording.language), '', wording));
  const title = wording.say({
    en: `Compared with ${titleOf(baseline)}:`,
    'pt-BR': `Comparação com ${titleOf(baseline)}:`,
  });
  const table = rows.length === 0 ? [] : ['', ...alignColumns([headOf(wording), ...rows])];
  return [...wrap(plain(title), width), ...table, '', ...wrap(summaryOf(comparisons, wording), width), ''].join('\n');
}

/** What differs between two runs, as Markdown, in the language of the current one. */
export function renderComparisonMarkdown(baseline: Report, current: Report): string {
  const wording = wordingFor(current.language);
  const { words } = wording;
  const comparisons = compareReports(baseline, current);
  const rows = comparisons
    .filter(isRemarkable)
    .map((each) => rowOf(each, (cell) => verdictsOf(cell, wording), ratioOf(each, wording), wording));
  return [
    `## ${words.comparison}`,
    '',
    `- ${words.baseline}: ${escapeMarkdown(titleOf(baseline))}`,
    `- ${words.now}: ${escapeMarkdown(titleOf(current))}`,
    `- ${summaryOf(comparisons, wording)}`,
    '',
    ...(rows.length === 0
      ? []
      : markdownTable(
          headOf(wording),
          rows.map((row) => row.map(escapeMarkdown)),
        )),
  ].join('\n');
}

const headOf = ({ words }: Wording) => [words.subject, words.event, words.baseline, words.now, words.downtime];

const titleOf = ({ cluster, startedAt }: Report): string =>
  `${cluster.name} (${cluster.version}), ${formatTime(startedAt)}`;

const isRemarkable = (comparison: CellComparison): boolean => comparison.differs || hasOtherDowntime(comparison);

function hasOtherDowntime({ baseline, current, downtimeRatio }: CellComparison): boolean {
  const [before, now] = [baseline?.downtime ?? null, current?.downtime ?? null];
  if (before === null || now === null) return false;
  if (Math.abs(now - before) < negligibleMilliseconds) return false;
  return downtimeRatio === null || downtimeRatio >= remarkableRatio || downtimeRatio <= 1 / remarkableRatio;
}

function rowOf(
  { subject, event, baseline, current }: CellComparison,
  describe: (cell: Cell) => string,
  ratio: string,
  wording: Wording,
): string[] {
  const downtimes = [baseline, current].map((cell) => downtimeOf(cell, wording));
  const downtime = downtimes.every((text) => text === '')
    ? ''
    : `${downtimes.map((text) => text || '?').join(' -> ')}${ratio}`;
  const verdicts = [baseline, current].map((cell) => (cell === null ? '.' : describe(cell)));
  return [plain(subject), event, ...verdicts, downtime];
}

const ratioOf = ({ downtimeRatio }: CellComparison, { language }: Wording): string =>
  downtimeRatio === null
    ? ''
    : ` (${downtimeRatio.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} x)`;

function verdictsOf({ verdict, afterUndo }: Cell, wording: Wording): string {
  const after = afterUndo === null ? '' : `, ${wording.words.afterwards} ${wording.verdicts[afterUndo.verdict]}`;
  return `${signedVerdict(verdict, wording)}${after}`;
}

function downtimeOf(cell: Cell | null, { words, duration }: Wording): string {
  if (!cell || cell.verdict === null) return '';
  return cell.downtime === null ? words.noEnd : duration(cell.downtime);
}

function summaryOf(comparisons: readonly CellComparison[], { say, count }: Wording): string {
  const differing = comparisons.filter(({ differs }) => differs).length;
  const slower = comparisons.filter((each) => !each.differs && hasOtherDowntime(each)).length;
  const [other, downtime, same] = [differing, slower, comparisons.length - differing - slower].map(count);
  return say({
    en: `${other} with another verdict, ${downtime} with a downtime twice or half as long, ${same} the same`,
    'pt-BR': `${other} com outro veredicto, ${downtime} com o dobro ou a metade da indisponibilidade, ${same} iguais`,
  });
}
