import type { Language } from './text.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Milliseconds as people write them: `826 ms`, `4.2 s`, `2 min 5 s`, `1 h 10 min`; a decimal comma in pt-BR.
 * The units are those of the SI brochure, with a space (https://www.bipm.org/en/publications/si-brochure).
 */
export function formatDuration(milliseconds: number, language: Language = 'en'): string {
  const whole = Math.round(milliseconds);
  if (whole < second) return `${whole} ms`;
  const tenths = Math.round(whole / 100) / 10;
  if (tenths < 60) return `${tenths.toLocaleString(language)} s`;
  const seconds = Math.round(whole / second);
  if (seconds < 3_600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(whole / minute);
  return joined(Math.floor(minutes / (hour / minute)), 'h', minutes % (hour / minute), 'min');
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
