import { stripVTControlCharacters } from 'node:util';

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** One line at the end of a terminal that says what goes on, each time in the place of the one before. */
export interface Progress {
  show(line: string): void;
  clear(): void;
}

/** Shows nothing where the output is no terminal. */
export function createProgress(output: Output): Progress {
  const replace = (line: string) => void (output.isTTY && output.write(`\r\u001b[K${line}`));
  return {
    show: (line) => replace(stripVTControlCharacters(line).slice(0, Math.max(0, (output.columns || 80) - 1))),
    clear: () => replace(''),
  };
}
