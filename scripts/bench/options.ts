import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly json: boolean;
  /** Names of benchmarks, or parts of them; none: all. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** Seconds that one side of a round takes. */
  readonly seconds: number;
  /** A folder on a real disk. */
  readonly data: string;
  /** Keep the large folders of notes for the next run. */
  readonly keep: boolean;
}

const usage = `Usage: npm run bench -- [options]

  --only NAME    only the benchmarks whose name contains NAME; may be repeated
  --rounds N     how often each comparison is repeated (default 5)
  --seconds N    how long one side of a round takes (default 3)
  --data DIR     where the data are kept while it runs; not on tmpfs (default .lab/bench)
  --keep         keep the folder of a million notes in DIR for the next run
  --json         print a list of figures instead of the table
  --help

Ends with 0 when every bar is reached, 1 when one is missed. What each figure is: docs/benchmarks.md`;

/** The options of this run, or a text to print and an exit code. */
export function readOptions(
  args: readonly string[],
  root: string,
  benchmarks: readonly string[],
): BenchOptions | { text: string; code: number } {
  const help = `${usage}\n\nBenchmarks: ${benchmarks.join(', ')}`;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '3' },
        data: { type: 'string', default: resolve(root, '.lab', 'bench') },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { text: help, code: 0 };
    for (const name of values.only) {
      if (chooseBenchmarks(benchmarks, [name]).length === 0)
        throw new Error(`--only: there is no benchmark "${name}".`);
    }
    const { json, only, keep } = values;
    const [rounds, seconds] = [wholeNumber('rounds', values.rounds), positive('seconds', values.seconds)];
    return { json, only, keep, rounds, seconds, data: resolve(values.data) };
  } catch (error) {
    return { text: `${(error as Error).message}\n\n${help}`, code: 64 };
  }
}

/** The names that contain one of these; all when none are given. */
export function chooseBenchmarks(names: readonly string[], only: readonly string[]): string[] {
  return names.filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`--${name}: "${text}" is not a whole number above 0.`);
  return Number(text);
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 3600)) throw new Error(`--${name}: "${text}" is not a number above 0.`);
  return number;
}
