import type { Language } from '@persistence-lab/language';
import { describe, expect, it } from 'vitest';
import { createProgress, formatBytes } from './progress.ts';

const mebibyte = 1024 * 1024;

function draw(terminal: { isTTY?: boolean; columns?: number }, env: NodeJS.ProcessEnv = {}, language: Language = 'en') {
  let written = '';
  const to = { ...terminal, write: (text: string) => (written += text) };
  const progress = createProgress(100 * mebibyte, to, language, env);
  for (const sent of [0, 5, 33, 20, 34, 100]) progress.update(sent * mebibyte);
  progress.print('done');
  return written;
}

const lines = '33 %  33.0 MiB of 100 MiB\n100 %  100 MiB of 100 MiB\ndone\n';

describe('progress', () => {
  it('prints a line for each tenth without a terminal', () => {
    expect(draw({})).toBe(lines);
  });

  it('prints sizes in Portuguese', () => {
    expect(draw({}, {}, 'pt-BR')).toBe('33 %  33,0 MiB de 100 MiB\n100 %  100 MiB de 100 MiB\ndone\n');
  });

  it('prints plain lines on a terminal with NO_COLOR or TERM=dumb', () => {
    expect(draw({ isTTY: true }, { NO_COLOR: '1' })).toBe(lines);
    expect(draw({ isTTY: true }, { TERM: 'dumb' })).toBe(lines);
  });

  it('draws a bar on a terminal, within its width', () => {
    const drawn = draw({ isTTY: true, columns: 60 }).split('\r\u001b[K');
    expect(drawn.at(-2)).toMatch(/^\[#{31}\] 100 %  100 MiB of 100 MiB$/);
    for (const line of drawn) expect(line.length).toBeLessThanOrEqual(60);
    expect(drawn.at(-1)).toBe('done\n');
  });
});

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.00 KiB'],
  [1_500_000, '1.43 MiB'],
  [1024 ** 3, '1.00 GiB'],
  [150 * 1024 ** 3, '150 GiB'],
  [5000 * 1024 ** 4, '5000 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});
