import type { Cell, Verdict } from '@persistence-lab/experiment';

export interface VerdictWord {
  /** Tells the verdict where there is no colour. */
  readonly sign: string;
  /** Four letters at most, for narrow columns. */
  readonly short: string;
  readonly word: Verdict | 'could not run';
  /** As a name for colours and style classes. */
  readonly tone: 'good' | 'doubtful' | 'bad' | 'stuck' | 'none';
}

export const verdictWords: Record<Verdict, VerdictWord> = {
  survived: { sign: '+', short: 'kept', word: 'survived', tone: 'good' },
  'partly lost': { sign: '~', short: 'part', word: 'partly lost', tone: 'doubtful' },
  lost: { sign: '-', short: 'lost', word: 'lost', tone: 'bad' },
  diverged: { sign: '/', short: 'fork', word: 'diverged', tone: 'doubtful' },
  blocked: { sign: '#', short: 'stop', word: 'blocked', tone: 'stuck' },
  corrupt: { sign: '!', short: 'bad', word: 'corrupt', tone: 'bad' },
};

export const couldNotRun: VerdictWord = { sign: '?', short: 'none', word: 'could not run', tone: 'none' };

export const wordOf = ({ verdict }: Pick<Cell, 'verdict'>): VerdictWord =>
  verdict === null ? couldNotRun : verdictWords[verdict];

/** What stands behind the verdict of a cell that differs from what the documentation says. */
export const differenceMark = '*';

export const differs = ({ asExpected }: Pick<Cell, 'asExpected'>): boolean => asExpected === false;
