import type { Cell, Report } from '@persistence-lab/experiment';
import { downtimeOf, factsOf, headingOf, headlineOf, isNotable, summaryOf } from './cell-facts.ts';
import { gridOf, type Grid } from './grid.ts';
import { escapeMarkdown, linkMarkdown, markdownTable } from './text/markdown-text.ts';
import { differenceMark, differs, signedVerdict, verdictWord } from './verdict-labels.ts';
import { type Wording, wordingFor } from './wording.ts';

/** A report as Markdown: a matrix a topic, every fact about the notable cells, the figures of every cell. */
export function renderMarkdown(report: Report): string {
  const wording = wordingFor(report.language);
  const { words } = wording;
  const grid = gridOf(report);
  const cells = grid.rows.flatMap(({ cells }) => [...cells.values()]);
  return [
    `# ${words.title}`,
    '',
    ...headingOf(report, wording).map((line) => `- ${escapeMarkdown(line)}`),
    `- ${summaryOf(report, wording)}`,
    '',
    ...matrices(grid, wording),
    ...section(
      words.notable,
      cells.filter(isNotable).flatMap((cell) => details(cell, wording)),
    ),
    ...section(words.leftovers, list(report.leftovers)),
    ...section(words.figures, figures(cells, wording)),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines];

const list = (texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : [...texts.map((text) => `- ${escapeMarkdown(text)}`), ''];

function matrices({ groups, rows }: Grid, wording: Wording): string[] {
  return groups.flatMap(({ topic, events }) => {
    const title = wording.topics[topic];
    return [
      `## ${title[0]!.toUpperCase()}${title.slice(1)}`,
      '',
      ...markdownTable(
        [wording.words.kind, ...events],
        rows.map((row) => [escapeMarkdown(row.label), ...events.map((event) => short(row.cells.get(event), wording))]),
      ),
    ];
  });
}

function short(cell: Cell | undefined, wording: Wording): string {
  if (!cell) return '';
  const after = cell.afterUndo === null ? '' : signedVerdict(cell.afterUndo.verdict, wording);
  const text = `${signedVerdict(cell.verdict, wording)}${after && `, ${wording.words.afterwards} ${after}`}`;
  return differs(cell) ? `**${text}** ${escapeMarkdown(differenceMark)}` : text;
}

function details(cell: Cell, wording: Wording): string[] {
  const lines = factsOf(cell, wording).flatMap(({ name, texts, isLink }) =>
    texts.map((text) => `- ${name}: ${isLink ? linkMarkdown(text) : escapeMarkdown(text)}`),
  );
  return [`### ${escapeMarkdown(`${cell.subject}, ${cell.event}`)}: ${headlineOf(cell, wording)}`, '', ...lines, ''];
}

function figures(cells: readonly Cell[], wording: Wording): string[] {
  const { words, count } = wording;
  const rows = cells.map((cell) => [
    escapeMarkdown(cell.subject),
    cell.event,
    verdictWord(cell.verdict, wording),
    ...(cell.verdict === null
      ? ['', '', '', '']
      : [count(cell.acknowledged), count(cell.kept), count(cell.lost), downtimeOf(cell, wording)]),
  ]);
  const head = [words.subject, words.event, words.verdict, words.acknowledged, words.kept, words.lost, words.downtime];
  return rows.length === 0 ? [] : markdownTable(head, rows);
}
