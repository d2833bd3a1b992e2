import type { Figure } from './figure.ts';

const head = ['figure', 'subject', 'baseline', 'unit', 'ratio', 'bar', '', 'middle half'];

/** The figures as lines of text, with what each compared below its name. */
export function describeFigures(figures: readonly Figure[]): string {
  const rows = [head, ...figures.map(rowOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column]!, column))
      .join('  ')
      .trimEnd(),
  );
  const [first, ...rest] = lines;
  return [first, ...rest.flatMap((line, at) => [line, `    ${figures[at]!.what}`]), '', verdict(figures)].join('\n');
}

function rowOf({ name, subject, baseline, unit, ratio, bar, sense, ok, spread }: Figure): string[] {
  const [low, high] = spread.map(number);
  return [
    name,
    number(subject),
    baseline === null ? '' : number(baseline),
    unit,
    ratio === null ? '' : number(ratio),
    bar === null ? '' : `${sense === 'at least' ? '>=' : '<='} ${bar}`,
    ok === null ? '' : ok ? 'ok' : 'MISSED',
    low === high ? '' : `${low} to ${high}`,
  ];
}

function pad(text: string, width: number, column: number): string {
  return [1, 2, 4].includes(column) ? text.padStart(width) : text.padEnd(width);
}

/** Three digits that matter, and no exponent. */
function number(value: number): string {
  return value >= 100 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}

function verdict(figures: readonly Figure[]): string {
  const judged = figures.filter(({ ok }) => ok !== null);
  const missed = judged.filter(({ ok }) => ok === false);
  const names = missed.length > 0 ? `: ${missed.map(({ name }) => name).join(', ')}` : '';
  return `${judged.length - missed.length} of ${judged.length} bars reached, ${missed.length} missed${names}`;
}
