import type { Cell, Verdict } from '@persistence-lab/experiment';
import type { Language, Text } from '@persistence-lab/language';
import type { Wording } from './wording.ts';

export interface VerdictLabel {
  /** Identifies the verdict where there is no colour. */
  readonly sign: string;
  /** Four letters at most, for narrow columns. */
  readonly short: Text;
  /** Selects the colour and the style class. */
  readonly tone: 'good' | 'doubtful' | 'bad' | 'stuck' | 'none';
}

export const verdictLabels: Record<Verdict, VerdictLabel> = {
  survived: { sign: '+', short: { en: 'kept', 'pt-BR': 'ok' }, tone: 'good' },
  'partly lost': { sign: '~', short: { en: 'part', 'pt-BR': 'parc' }, tone: 'doubtful' },
  lost: { sign: '-', short: { en: 'lost', 'pt-BR': 'perd' }, tone: 'bad' },
  diverged: { sign: '/', short: { en: 'fork', 'pt-BR': 'div' }, tone: 'doubtful' },
  blocked: { sign: '#', short: { en: 'stop', 'pt-BR': 'bloq' }, tone: 'stuck' },
  corrupt: { sign: '!', short: { en: 'bad', 'pt-BR': 'corr' }, tone: 'bad' },
};

const couldNotRun: VerdictLabel = { sign: '?', short: { en: 'none', 'pt-BR': 'nada' }, tone: 'none' };

/** Every verdict, and the lack of one: the order of the legend. */
export const legendVerdicts: readonly (Verdict | null)[] = [...(Object.keys(verdictLabels) as Verdict[]), null];

export const labelOf = (verdict: Verdict | null): VerdictLabel =>
  verdict === null ? couldNotRun : verdictLabels[verdict];

export const verdictWord = (verdict: Verdict | null, { verdicts, words }: Wording): string =>
  verdict === null ? words.couldNotRun : verdicts[verdict];

/** `+ survived` */
export const signedVerdict = (verdict: Verdict | null, wording: Wording): string =>
  `${labelOf(verdict).sign} ${verdictWord(verdict, wording)}`;

/** `+kept` */
export const shortVerdict = (verdict: Verdict | null, language: Language): string =>
  `${labelOf(verdict).sign}${labelOf(verdict).short[language]}`;

/** Follows the verdict of a cell that differs from the documentation. */
export const differenceMark = '*';

export const differs = ({ asExpected }: Pick<Cell, 'asExpected'>): boolean => asExpected === false;
