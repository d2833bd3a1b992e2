import { afterEach, expect, it, vi } from 'vitest';
import { createPaint, wantsColour } from './paint.ts';

afterEach(() => void vi.unstubAllEnvs());

const output = (isTTY: boolean, colours = true) => ({ isTTY, hasColors: () => colours }) as NodeJS.WriteStream;

it.each([
  ['a terminal', output(true), undefined, true],
  ['a terminal with NO_COLOR', output(true), '1', false],
  ['a terminal with an empty NO_COLOR, which means nothing', output(true), '', true],
  ['a terminal that has none', output(true, false), undefined, false],
  ['a pipe or a file', output(false), undefined, false],
])('decides whether to use colours on %s', (_, stream, noColour, wanted) => {
  vi.stubEnv('NO_COLOR', noColour);
  expect(wantsColour(stream)).toBe(wanted);
});

it('writes control codes only where colours are wanted', () => {
  expect(createPaint(true)('lost', 'bad')).toBe('\u001B[31mlost\u001B[39m');
  expect(createPaint(false)('lost', 'bad')).toBe('lost');
});
