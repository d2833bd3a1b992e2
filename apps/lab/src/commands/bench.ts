import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { benchFolder, type BenchLimits } from '../bench/bench-folder.ts';
import { benchClass } from '../bench/bench-class.ts';
import type { Benchmark } from '../bench/measurement.ts';
import { renderBenchmarkPage } from '../bench/picture.ts';
import { renderBenchmarks } from '../bench/render.ts';
import { CannotRun, exitCodes } from '../exit.ts';
import type { AddCommand } from '../program.ts';
import { stopSignal } from '../stop-signal.ts';

interface BenchOptions {
  readonly folder?: string[];
  readonly class?: string[];
  readonly context?: string;
  readonly size: number;
  readonly seconds: number;
  readonly json?: true;
  readonly html?: string;
}

/** `lab bench`: how fast a volume is, and how long it takes until something is on it for good. */
export const addBench: AddCommand = (program) => {
  program
    .command('bench')
    .description('Measure volumes: fsync, sequential and random reads and writes, side by side')
    .option('--folder <dir...>', 'the volumes under these folders of this machine')
    .option('--class <name...>', 'a volume of each of these storage classes, in a pod of the cluster')
    .option('--context <name>', 'of the kubeconfig, for --class; its current one by default')
    .option('--size <MiB>', 'of the file that is written, at most 1024', whole(16, 1_024), 256)
    .option('--seconds <number>', 'of each of the five measurements, at most 5', whole(1, 5), 5)
    .option('--json', 'the figures as JSON')
    .option('--html <file>', 'a picture of the figures, as one page')
    .addHelpText('after', help)
    .action(bench);
};

const help = `
One volume after another, as they would disturb each other. fio's figures stand beside where fio is on the PATH.
Nothing stays behind: folders are emptied again, pods and claims are deleted, also after Ctrl-C.

Examples:
  lab bench --folder /var/tmp /dev/shm
  lab bench --class standard shared --html volumes.html`;

async function bench(options: BenchOptions): Promise<void> {
  const folders = options.folder ?? [];
  const classes = options.class ?? [];
  if (folders.length + classes.length === 0)
    throw new CannotRun('Nothing to measure: give --folder DIR or --class NAME (kubectl get storageclass lists them).');
  const limits: BenchLimits = { bytes: options.size * 1024 ** 2, patience: options.seconds * 1_000 };
  const benchmarks = await measureAll(folders, classes, limits, options.context);
  if (benchmarks === undefined) return;
  if (options.html !== undefined) await writeFile(options.html, renderBenchmarkPage(benchmarks));
  console.log(options.json ? JSON.stringify(benchmarks, null, 2) : renderBenchmarks(benchmarks));
  if (benchmarks.some(({ measurement }) => measurement === null)) process.exitCode = exitCodes.couldNotRun;
}

/** Undefined: interrupted, and cleaned up. */
async function measureAll(
  folders: readonly string[],
  classes: readonly string[],
  limits: BenchLimits,
  context: string | undefined,
): Promise<Benchmark[] | undefined> {
  const { signal, release } = stopSignal();
  try {
    const benchmarks: Benchmark[] = [];
    for (const folder of folders) benchmarks.push(...(await benchFolder(folder, limits, signal)));
    for (const name of classes) benchmarks.push(await benchClass(name, { limits, context, signal }));
    return benchmarks;
  } catch (error) {
    if (!signal.aborted) throw error;
    console.error('Interrupted; nothing stays behind.');
    process.exitCode = exitCodes.interrupted;
  } finally {
    release();
  }
}

const whole = (least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
};
