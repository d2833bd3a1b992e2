import type { Cell, Report } from '@persistence-lab/experiment';
import { formatCount } from './amounts.ts';
import { gridOf, type Grid } from './grid.ts';
import { headingOf } from './heading.ts';
import { escapeMarkdown, linkMarkdown, markdownTable } from './markdown-text.ts';
import { factsOf, headlineOf, isNotable, silenceOf, summaryOf } from './told.ts';
import { differenceMark, differs, verdictWords, wordOf, type VerdictWord } from './verdict-words.ts';

/** A report for a page of Markdown: a matrix a topic, the figures of every cell, all that is known of the notable ones. */
export function renderMarkdown(report: Report): string {
  const grid = gridOf(report);
  const cells = grid.rows.flatMap(({ cells }) => [...cells.values()]);
  return [
    '# What survived',
    '',
    ...headingOf(report).map((line) => `- ${escapeMarkdown(line)}`),
    `- ${summaryOf(report)}`,
    '',
    ...matrices(grid),
    ...section('To look at', cells.filter(isNotable).flatMap(details)),
    ...section('Left behind in the cluster', list(report.leftovers)),
    ...section('Figures', figures(cells)),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines];

const list = (texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : [...texts.map((text) => `- ${escapeMarkdown(text)}`), ''];

function matrices({ groups, rows }: Grid): string[] {
  return groups.flatMap(({ topic, events }) => [
    `## ${topic[0]!.toUpperCase()}${topic.slice(1)}`,
    '',
    ...markdownTable(
      ['kind', ...events],
      rows.map((row) => [escapeMarkdown(row.label), ...events.map((event) => short(row.cells.get(event)))]),
    ),
  ]);
}

const signed = ({ sign, word }: VerdictWord): string => `${sign} ${word}`;

function short(cell: Cell | undefined): string {
  if (!cell) return '';
  const after = cell.afterUndo === null ? '' : `, then ${signed(verdictWords[cell.afterUndo.verdict])}`;
  const text = `${signed(wordOf(cell))}${after}`;
  return differs(cell) ? `**${text}** ${escapeMarkdown(differenceMark)}` : text;
}

function details(cell: Cell): string[] {
  const lines = factsOf(cell).flatMap(({ name, texts }) =>
    texts.map((text) => `- ${name}: ${name === 'source' ? linkMarkdown(text) : escapeMarkdown(text)}`),
  );
  return [`### ${escapeMarkdown(`${cell.subject}, ${cell.event}`)}: ${headlineOf(cell)}`, '', ...lines, ''];
}

function figures(cells: readonly Cell[]): string[] {
  const rows = cells.map((cell) => [
    escapeMarkdown(cell.subject),
    cell.event,
    wordOf(cell).word,
    ...(cell.verdict === null
      ? ['', '', '', '']
      : [formatCount(cell.acknowledged), formatCount(cell.kept), formatCount(cell.lost), silenceOf(cell)]),
  ]);
  if (rows.length === 0) return [];
  return markdownTable(['subject', 'event', 'verdict', 'acknowledged', 'kept', 'lost', 'silent'], rows);
}
