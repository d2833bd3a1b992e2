import { expect, it } from 'vitest';
import { chooseBenchmarks, readOptions } from './options.ts';

const names = ['notes-post', 'notes-start', 'service-kit'];
const read = (...args: string[]) => readOptions(args, '/clone', names);

it('keeps its data in the clone, which is on a disk, unless told where', () => {
  expect(read()).toMatchObject({ data: '/clone/.lab/bench', rounds: 5, json: false, keep: false, only: [] });
  expect(read('--data', '/disk', '--rounds', '9', '--json')).toMatchObject({ data: '/disk', rounds: 9, json: true });
});

it.each([
  ['--rounds', '0'],
  ['--rounds', '2.5'],
  ['--seconds', '-1'],
  ['--seconds', 'long'],
  ['--only', 'nothing-of-the-kind'],
  ['--unknown'],
])('refuses %s %s and says how it is used', (...args) => {
  expect(read(...args)).toMatchObject({ code: 64, text: expect.stringContaining('Usage: npm run bench') as string });
});

it('names the benchmarks in its help', () => {
  expect(read('--help')).toMatchObject({ code: 0, text: expect.stringContaining(names.join(', ')) as string });
});

it('chooses by any part of a name', () => {
  expect(chooseBenchmarks(names, ['notes'])).toEqual(['notes-post', 'notes-start']);
  expect(chooseBenchmarks(names, ['kit', 'post'])).toEqual(['notes-post', 'service-kit']);
  expect(chooseBenchmarks(names, [])).toEqual(names);
});
