import { readFileSync } from 'node:fs';

/** The last line of a log, empty when there is none. */
export function lastLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)?.slice(-600) ?? '';
  } catch {
    return '';
  }
}
