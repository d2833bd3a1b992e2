import { formatTable } from '@persistence-lab/command-line';
import type { Figure } from './figure.ts';

const header = ['figure', 'subject', 'baseline', 'unit', 'ratio', 'bar', '', 'middle half'];
const numbers = [1, 2, 4];

/** The figures as lines of text, each with what it compares below its name. */
export function describeFigures(figures: readonly Figure[]): string {
  const [first, ...rest] = formatTable([header, ...figures.map(rowOf)], numbers);
  return [first, ...rest.flatMap((line, at) => [line, `    ${figures[at]!.what}`]), '', summarize(figures)].join('\n');
}

function rowOf({ name, subject, baseline, unit, ratio, bar, sense, ok, spread }: Figure): string[] {
  const [low, high] = spread.map(round);
  return [
    name,
    round(subject),
    baseline === null ? '' : round(baseline),
    unit,
    ratio === null ? '' : round(ratio),
    bar === null ? '' : `${sense === 'at least' ? '>=' : '<='} ${bar}`,
    ok === null ? '' : ok ? 'ok' : 'MISSED',
    low === high ? '' : `${low} to ${high}`,
  ];
}

/** Three significant digits, without an exponent. */
function round(value: number): string {
  return value >= 100 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}

function summarize(figures: readonly Figure[]): string {
  const judged = figures.filter(({ ok }) => ok !== null);
  const missed = judged.filter(({ ok }) => ok === false);
  const names = missed.length > 0 ? `: ${missed.map(({ name }) => name).join(', ')}` : '';
  return `${judged.length - missed.length} of ${judged.length} bars reached, ${missed.length} missed${names}`;
}
