import type { Cell, Reading, Report } from '@persistence-lab/experiment';
import { counted, type CountedNoun } from '@persistence-lab/language';
import { differs, verdictWord } from './verdict-labels.ts';
import type { Wording } from './wording.ts';

/** One fact about a cell, the same in every format of the report. */
export interface Fact {
  readonly name: string;
  readonly texts: readonly string[];
  /** The texts are addresses of web pages. */
  readonly isLink?: boolean;
}

const idsShown = 5;

/** What was observed in a cell, what was expected, and the source. Nothing in it is escaped. */
export function factsOf(cell: Cell, wording: Wording): Fact[] {
  const { words } = wording;
  const facts: Fact[] = [
    { name: words.couldNotRun, texts: cell.couldNotRun === null ? [] : [cell.couldNotRun] },
    { name: words.notes, texts: cell.verdict === null ? [] : [keptNotes(cell, wording)] },
    { name: words.downtime, texts: cell.verdict === null ? [] : [downtimeOf(cell, wording)] },
    { name: words.reasons, texts: cell.reasons },
    { name: words.replicas, texts: problemsOf(cell.readings, wording) },
    { name: words.afterUndo, texts: cell.afterUndo === null ? [] : [undoOf(cell.afterUndo, wording)] },
    { name: words.replicasAfterUndo, texts: problemsOf(cell.afterUndo?.readings ?? [], wording) },
    { name: words.expected, texts: [expectationOf(cell, wording)] },
    { name: words.because, texts: [cell.expectation.because] },
    { name: words.source, texts: cell.expectation.source === null ? [] : [cell.expectation.source], isLink: true },
    { name: words.evidence, texts: cell.evidence },
  ];
  return facts.filter(({ texts }) => texts.some((text) => text !== ''));
}

const isCorrupt = ({ verdict, afterUndo }: Cell): boolean => verdict === 'corrupt' || afterUndo?.verdict === 'corrupt';

/** Whether the cell could not run, has corrupt notes, differs from its expectation or has none. */
export const isNotable = (cell: Cell): boolean => cell.verdict === null || isCorrupt(cell) || cell.asExpected !== true;

export function keptNotes({ verdict, acknowledged, kept, lost }: Cell, { say, count }: Wording): string {
  const [all, good, bad] = [acknowledged, kept, lost].map(count);
  if (verdict === 'blocked')
    return say({
      en: `${all} acknowledged, none could be read`,
      'pt-BR': `${all} confirmadas, nenhuma pôde ser lida`,
    });
  return say({ en: `${good} of ${all} kept, ${bad} lost`, 'pt-BR': `${good} de ${all} mantidas, ${bad} perdidas` });
}

export const downtimeOf = ({ downtime }: Pick<Cell, 'downtime'>, { words, duration }: Wording): string =>
  downtime === null ? words.noAnswerAfterEvent : duration(downtime);

export function expectationOf({ expectation: { verdict, afterUndo } }: Cell, { words, verdicts }: Wording): string {
  const then = afterUndo === null ? '' : `; ${words.afterUndo}: ${verdicts[afterUndo]}`;
  return `${verdict === null ? words.documentationIsSilent : verdicts[verdict]}${then}`;
}

function undoOf({ verdict, kept, lost, mark }: NonNullable<Cell['afterUndo']>, wording: Wording): string {
  const { words, verdicts, count } = wording;
  const figures = `${verdicts[verdict]}, ${count(kept)} ${words.kept}, ${count(lost)} ${words.lost}`;
  return mark ? `${figures}: ${mark}` : figures;
}

/** The ids that a replica did not return as they were acknowledged, a text for each such replica. */
function problemsOf(readings: readonly Reading[], wording: Wording): string[] {
  const { words, say } = wording;
  return readings.flatMap(({ replica, node, missing, stale, changed }) => {
    const wrong = [
      idsOf(missing, words.missing, wording),
      idsOf(stale, words.stale, wording),
      idsOf(changed, words.changed, wording),
    ].filter(Boolean);
    const location = node === null ? '' : say({ en: ` on ${node}`, 'pt-BR': ` em ${node}` });
    return wrong.length === 0 ? [] : [`${replica}${location}: ${wrong.join('; ')}`];
  });
}

function idsOf(ids: readonly string[], problem: string, { count, say }: Wording): string {
  if (ids.length === 0) return '';
  const others = count(ids.length - idsShown);
  const more = ids.length > idsShown ? say({ en: `, and ${others} more`, 'pt-BR': ` e mais ${others}` }) : '';
  return `${count(ids.length)} ${problem} (${ids.slice(0, idsShown).join(', ')}${more})`;
}

const outcomes = {
  corrupt: { en: ['corrupt', 'corrupt'], 'pt-BR': ['com dados corrompidos', 'com dados corrompidos'] },
  different: {
    en: ['different from the documentation', 'different from the documentation'],
    'pt-BR': ['diferente da documentação', 'diferentes da documentação'],
  },
  notRun: { en: ['could not run', 'could not run'], 'pt-BR': ['não executada', 'não executadas'] },
  asExpected: { en: ['as expected', 'as expected'], 'pt-BR': ['como o esperado', 'como o esperado'] },
  measured: {
    en: ['measured, nothing asserted', 'measured, nothing asserted'],
    'pt-BR': ['medida, sem expectativa', 'medidas, sem expectativa'],
  },
} as const satisfies Record<string, CountedNoun>;

function outcomeOf(cell: Cell): keyof typeof outcomes {
  if (isCorrupt(cell)) return 'corrupt';
  if (cell.verdict === null) return 'notRun';
  if (cell.asExpected === null) return 'measured';
  return cell.asExpected ? 'asExpected' : 'different';
}

/** One sentence for a run as a whole, worst first. */
export function summaryOf(
  { cells }: Pick<Report, 'cells'>,
  { words, language, counted: countedNoun }: Wording,
): string {
  const groups = Map.groupBy(cells, outcomeOf);
  const parts = Object.entries(outcomes).flatMap(([outcome, noun]) => {
    const { length } = groups.get(outcome as keyof typeof outcomes) ?? [];
    return length === 0 ? [] : [counted(length, noun)[language]];
  });
  return `${countedNoun(cells.length, 'cell')}: ${parts.join(', ') || words.nothingRun}`;
}

/** The verdict, beside the expectation where the two differ. */
export function headlineOf(cell: Cell, wording: Wording): string {
  const expected = differs(cell) ? ` (${wording.words.expected}: ${expectationOf(cell, wording)})` : '';
  return `${verdictWord(cell.verdict, wording)}${expected}`;
}

/** `2026-11-01 10:00 UTC` */
export const formatTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** Cluster, time and options of a run, a line each. */
export function headingOf(
  { cluster, startedAt, endedAt, options }: Report,
  { words, say, counted, duration }: Wording,
): string[] {
  const version = cluster.driver === 'local' ? words.simulated : cluster.version;
  const took = duration(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)));
  const [notes, replicas] = [counted(options.notes, 'note'), counted(options.replicas, 'replica')];
  return [
    `${cluster.name} (${version}), ${counted(cluster.nodes, 'node')}`,
    say({
      en: `${formatTime(startedAt)}, took ${took}; ${notes} a cell, ${replicas}`,
      'pt-BR': `${formatTime(startedAt)}, levou ${took}; ${notes} por célula, ${replicas}`,
    }),
  ];
}
