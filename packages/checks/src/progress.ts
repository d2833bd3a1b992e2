import { stripVTControlCharacters } from 'node:util';

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** A progress line at the end of a terminal, replaced by each `show`. */
export interface Progress {
  show(line: string): void;
  clear(): void;
}

/** Shows nothing when the output is not a terminal. */
export function createProgress(output: Output): Progress {
  const replace = (line: string) => void (output.isTTY && output.write(`\r\u001b[K${line}`));
  return {
    show: (line) => replace(stripVTControlCharacters(line).slice(0, Math.max(0, (output.columns || 80) - 1))),
    clear: () => replace(''),
  };
}
