import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

function outputOf(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, output: { isTTY, columns: 20, write } as unknown as NodeJS.WriteStream };
}

test('on a terminal each line replaces the one before, cut to the width, and clear removes the last', () => {
  const { output, written } = outputOf(true);
  const progress = createProgress(output);
  progress.show('\u001b[32mone\u001b[0m');
  progress.show('a line that is longer than the terminal');
  progress.clear();
  expect(written).toEqual(['\r\u001b[Kone', '\r\u001b[Ka line that is long', '\r\u001b[K']);
});

test('writes nothing to a file', () => {
  const { output, written } = outputOf(false);
  const progress = createProgress(output);
  progress.show('one');
  progress.clear();
  expect(written).toEqual([]);
});
