import { expect, it, onTestFinished, vi } from 'vitest';
import { chooseBenchmarks, readOptions } from './options.ts';

const names = ['notes-post', 'notes-start', 'service-kit'];
const read = (...args: string[]) => readOptions(args, '/clone', names);

it('keeps its data in the clone, which is on a disk, by default', () => {
  expect(read()).toMatchObject({ data: '/clone/.lab/bench', rounds: 5, json: false, keep: false, only: [] });
  expect(read('--data', '/disk', '--rounds', '9', '--json')).toMatchObject({ data: '/disk', rounds: 9, json: true });
  expect(read('--only', 'post', '--only', 'start').only).toEqual(['post', 'start']);
});

it.each([
  ['--rounds', '0'],
  ['--rounds', '2.5'],
  ['--seconds', '-1'],
  ['--seconds', 'long'],
  ['--only', 'nothing-of-the-kind'],
  ['--unknown'],
])('refuses %s %s and names the option', (...args) => {
  expect(() => read(...args)).toThrow(args[0]);
});

it('names the benchmarks in its help', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  expect(() => read('--help')).toThrow('(outputHelp)');
  expect(write.mock.calls.join('')).toContain(names.join(', '));
});

it('names the benchmarks when one does not exist', () => {
  expect(() => read('--only', 'x')).toThrow(names.join(', '));
});

it('chooses by any part of a name', () => {
  expect(chooseBenchmarks(names, ['notes'])).toEqual(['notes-post', 'notes-start']);
  expect(chooseBenchmarks(names, ['kit', 'post'])).toEqual(['notes-post', 'service-kit']);
  expect(chooseBenchmarks(names, [])).toEqual(names);
});
