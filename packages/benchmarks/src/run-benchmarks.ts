import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runCommand, UsageError } from '@persistence-lab/command-line';
import { describeVolume } from '@persistence-lab/durable';
import { untranslated } from '@persistence-lab/language';
import { buildServicePrograms } from '@persistence-lab/runner/service-programs';
import { type BenchContext, createBenchContext } from './bench-context.ts';
import { type Benchmark, loadBenchmarks } from './benchmark.ts';
import type { Figure } from './figure.ts';
import { describeFigures } from './figure-table.ts';
import { type BenchOptions, chooseBenchmarks, readOptions } from './options.ts';

/** `npm run bench`: exit code 1 when a figure misses its bar. */
export async function benchmarks(args: readonly string[]): Promise<void> {
  await runCommand(async (signal) => {
    const all = await loadBenchmarks();
    const names = all.map(({ name }) => name);
    const options = readOptions(args, root, names);
    await requireDisk(options.data);
    progress('Building the services ...');
    await buildServicePrograms();
    const chosen = chooseBenchmarks(names, options.only);
    const figures = await runAll(
      all.filter(({ name }) => chosen.includes(name)),
      options,
      signal,
    );
    console.log(options.json ? JSON.stringify(figures, undefined, 2) : describeFigures(figures));
    process.exitCode = figures.some(({ ok }) => ok === false) ? 1 : 0;
  });
  // Connections of a benchmark that failed may still be open.
  process.exit();
}

const progress = (text: string) => void process.stderr.write(`${text}\n`);

async function runAll(chosen: readonly Benchmark[], options: BenchOptions, signal: AbortSignal): Promise<Figure[]> {
  const context = createBenchContext({ ...options, root, progress });
  const existing = await seedsIn(options.data);
  const figures: Figure[] = [];
  const run = async (): Promise<void> => {
    for (const [at, benchmark] of chosen.entries()) {
      progress(`${benchmark.name} (${at + 1} of ${chosen.length})`);
      figures.push(...(await benchmark.run(context)));
      await context.close();
    }
  };
  try {
    await Promise.race([run(), rejectOnAbort(signal)]);
  } finally {
    if (signal.aborted) progress('Stopping ...');
    await stop(context, options, existing);
  }
  return figures;
}

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('Interrupted', { cause: signal.reason }))),
  );

async function stop(
  context: BenchContext & { close(): Promise<void> },
  { data, keep }: BenchOptions,
  existing: readonly string[],
): Promise<void> {
  await context.close();
  if (keep) return;
  // Seeds of an earlier run with --keep stay.
  const made = (await seedsIn(data)).filter((name) => !existing.includes(name));
  for (const name of made) await rm(join(data, name), { recursive: true, force: true });
}

const seedsIn = async (data: string) => (await readdir(data)).filter((name) => name.startsWith('notes-'));

async function requireDisk(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { fileSystem } = await describeVolume(folder);
  if (fileSystem !== 'tmpfs') return;
  throw new UsageError(
    untranslated(`--data: ${folder} is on tmpfs, where a sync costs nothing. Choose a folder on a disk.`),
  );
}
