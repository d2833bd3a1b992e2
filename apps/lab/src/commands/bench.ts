import { writeFile } from 'node:fs/promises';
import { findKind, kindNames } from '@persistence-lab/experiment';
import { InvalidArgumentError } from 'commander';
import { benchFolder } from '../bench/bench-folder.ts';
import { benchClass } from '../bench/bench-class.ts';
import { benchKinds } from '../bench/bench-kind.ts';
import type { Benchmark, BenchLimits, Figures } from '../bench/measurement.ts';
import { renderBenchmarkPage } from '../bench/picture.ts';
import { renderFigures } from '../bench/render.ts';
import { CannotRun } from '@persistence-lab/language';
import { exitCodes } from '../exit.ts';
import type { AddCommand } from './add-command.ts';
import { stopSignal } from '../stop-signal.ts';

interface BenchOptions {
  readonly folder?: string[];
  readonly class?: string[];
  readonly kinds?: string[];
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
    .option('--kinds <names...>', 'notes a second that the deployed subjects of these kinds acknowledge')
    .option('--context <name>', 'of the kubeconfig, for --class and --kinds; its current one by default')
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
  lab bench --class standard shared --html volumes.html
  lab bench --kinds pvc emptydir postgres`;

async function bench(options: BenchOptions): Promise<void> {
  if (![options.folder, options.class, options.kinds].some((given) => given !== undefined))
    throw new CannotRun(
      'Nothing to measure: give --folder DIR, --class NAME (kubectl get storageclass lists them) or --kinds NAMES.',
    );
  const unknown = options.kinds?.find((name) => findKind(name) === undefined);
  if (unknown !== undefined) throw new CannotRun(`There is no kind "${unknown}"; there are: ${kindNames.join(', ')}.`);
  const figures = await interruptibly((signal) => measureAll(options, signal));
  if (figures === undefined) return;
  if (options.html !== undefined) await writeFile(options.html, renderBenchmarkPage(figures, 'en'));
  console.log(options.json ? JSON.stringify(figures, null, 2) : renderFigures(figures, 'en'));
  const failures = [...figures.volumes, ...figures.notes].filter(({ couldNotRun }) => couldNotRun !== null);
  if (failures.length > 0) process.exitCode = exitCodes.couldNotRun;
}

async function measureAll(options: BenchOptions, signal: AbortSignal): Promise<Figures> {
  const { folder: folders = [], class: classes = [], kinds = [], context } = options;
  const limits: BenchLimits = { bytes: options.size * 1024 ** 2, runtime: options.seconds * 1_000 };
  const volumes: Benchmark[] = [];
  for (const folder of folders) volumes.push(...(await benchFolder(folder, { limits, signal, language: 'en' })));
  for (const name of classes) volumes.push(await benchClass(name, { limits, context, signal, language: 'en' }));
  if (kinds.length === 0) return { volumes, notes: [] };
  const { openKubernetes } = await import('@persistence-lab/cluster');
  const cluster = await openKubernetes({ context });
  try {
    return { volumes, notes: await benchKinds(cluster, kinds, { runtime: limits.runtime, signal, language: 'en' }) };
  } finally {
    await cluster.close();
  }
}

/** Undefined: interrupted, and cleaned up. */
async function interruptibly<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const { signal, release } = stopSignal();
  try {
    return await work(signal);
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
