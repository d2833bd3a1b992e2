import { median, type Spread, spreadOf } from './statistics.ts';
import type { Pair } from './rounds.ts';

/** One line of the results. */
export interface Figure {
  readonly name: string;
  /** What was measured, in one phrase; for a ratio: "this against that". */
  readonly what: string;
  /** Median of the rounds, in `unit`. */
  readonly subject: number;
  /** Median of the rounds, in `unit`; null without a baseline. */
  readonly baseline: number | null;
  readonly unit: string;
  /** Median of the ratios of the rounds; null without a baseline. */
  readonly ratio: number | null;
  /** What `ratio` must reach, or `subject` without a baseline; null: an observation. */
  readonly bar: number | null;
  /** Whether the bar is a minimum or a maximum. */
  readonly sense: 'at least' | 'at most' | null;
  readonly ok: boolean | null;
  /** The middle half of the ratios, or of the values without a baseline. */
  readonly spread: Spread;
}

interface Bar {
  readonly sense: 'at least' | 'at most';
  readonly bar: number;
}

export const atLeast = (bar: number): Bar => ({ sense: 'at least', bar });
export const atMost = (bar: number): Bar => ({ sense: 'at most', bar });

type Title = Pick<Figure, 'name' | 'what' | 'unit'>;

/** A comparison of subject and baseline, measured in turns. */
export function ratioFigure(title: Title, pairs: readonly Pair[], bar?: Bar): Figure {
  const ratios = pairs.map(({ subject, baseline }) => subject / baseline);
  const ratio = median(ratios);
  return {
    ...title,
    subject: median(pairs.map(({ subject }) => subject)),
    baseline: median(pairs.map(({ baseline }) => baseline)),
    ratio,
    ...judge(ratio, bar),
    spread: spreadOf(ratios),
  };
}

/** A value without a baseline. */
export function valueFigure(title: Title, values: readonly number[], bar?: Bar): Figure {
  const subject = median(values);
  return { ...title, subject, baseline: null, ratio: null, ...judge(subject, bar), spread: spreadOf(values) };
}

function judge(value: number, bar: Bar | undefined): Pick<Figure, 'bar' | 'sense' | 'ok'> {
  if (!bar) return { bar: null, sense: null, ok: null };
  return { ...bar, ok: bar.sense === 'at least' ? value >= bar.bar : value <= bar.bar };
}
