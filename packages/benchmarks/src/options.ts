import { resolve } from 'node:path';
import { createCommand, parse, positiveNumber, UsageError, wholeNumber } from '@persistence-lab/command-line';
import { untranslated } from '@persistence-lab/language';

export interface BenchOptions {
  readonly json: boolean;
  /** Names of benchmarks, or parts of them; none: all. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** Seconds per side of a round. */
  readonly seconds: number;
  /** A folder on a disk. */
  readonly data: string;
  /** Keep the folders of many notes for the next run. */
  readonly keep: boolean;
}

const description = `Measure speed and memory side by side with a baseline, and compare with the bars. Exit code: 0 if every bar is reached, 1 if one is missed. docs/benchmarks.md explains each figure.`;

/** @throws UsageError */
export function readOptions(args: readonly string[], root: string, benchmarks: readonly string[]): BenchOptions {
  const only = (name: string, others: string[]) => {
    if (chooseBenchmarks(benchmarks, [name]).length > 0) return [...others, name];
    throw new UsageError(untranslated(`--only: no benchmark has "${name}" in its name: ${benchmarks.join(', ')}.`));
  };
  const command = createCommand('npm run bench --', description)
    .option('--only <name>', 'Run benchmarks whose name contains this (default: all); repeatable', only, [])
    .option('--rounds <n>', 'Rounds per comparison', wholeNumber('--rounds'), 5)
    .option('--seconds <n>', 'Seconds per side of a round', positiveNumber('--seconds'), 3)
    .option('--data <folder>', 'Folder for the data, not on tmpfs (default: .lab/bench)')
    .option('--keep', 'Keep the folder of a million notes for the next run', false)
    .option('--json', 'Print the figures as JSON', false)
    .addHelpText('after', `\nBenchmarks: ${benchmarks.join(', ')}`);
  const options = parse(command, args).opts<BenchOptions & { data?: string }>();
  return { ...options, data: options.data === undefined ? resolve(root, '.lab', 'bench') : resolve(options.data) };
}

/** The names that contain one of these; all when none are given. */
export function chooseBenchmarks(names: readonly string[], only: readonly string[]): string[] {
  return names.filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
}
