// The benchmarks: ratios measured side by side, against the bars that they must reach; -- --help
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeVolume } from '@persistence-lab/durable';
import { buildServicePrograms } from '@persistence-lab/runner/service-programs';
import { createBench } from './bench.ts';
import { type Benchmark, loadBenchmarks } from './benchmark.ts';
import type { Figure } from './figure.ts';
import { type BenchOptions, chooseBenchmarks, readOptions } from './options.ts';
import { describeFigures } from './table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const progress = (text: string) => void process.stderr.write(`${text}\n`);

async function runAll(benchmarks: readonly Benchmark[], options: BenchOptions): Promise<Figure[]> {
  const bench = createBench({ ...options, root, progress });
  const known = await seedsIn(options.data);
  let stopping: Promise<never> | undefined;
  const interrupted = async (): Promise<never> => {
    progress('Stopping ...');
    await bench.close();
    await removeSeeds(options, known);
    return process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopping ??= interrupted();
    });
  }
  const figures: Figure[] = [];
  try {
    for (const [at, benchmark] of benchmarks.entries()) {
      progress(`${benchmark.name} (${at + 1} of ${benchmarks.length})`);
      figures.push(...(await benchmark.run(bench)));
      await bench.close();
    }
  } catch (error) {
    // Its services were stopped under it.
    await stopping;
    throw error;
  } finally {
    await bench.close();
    await removeSeeds(options, known);
  }
  return figures;
}

/** What an earlier run was told to keep stays. */
async function removeSeeds({ data, keep }: BenchOptions, known: readonly string[]): Promise<void> {
  if (keep) return;
  const made = (await seedsIn(data)).filter((name) => !known.includes(name));
  for (const name of made) await rm(join(data, name), { recursive: true, force: true });
}

const seedsIn = async (data: string) => (await readdir(data)).filter((name) => name.startsWith('notes-'));

async function requireDisk(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { fileSystem } = await describeVolume(folder);
  if (fileSystem !== 'tmpfs') return;
  console.error(`${folder} is in memory (tmpfs), where a sync costs nothing: choose a folder on a disk with --data.`);
  process.exit(64);
}

const all = await loadBenchmarks();
const names = all.map(({ name }) => name);
const options = readOptions(process.argv.slice(2), root, names);
if ('text' in options) {
  console.log(options.text);
  process.exit(options.code);
}
await requireDisk(options.data);
progress('Building the services ...');
await buildServicePrograms();
const chosen = chooseBenchmarks(names, options.only);
const figures = await runAll(
  all.filter(({ name }) => chosen.includes(name)),
  options,
);
console.log(options.json ? JSON.stringify(figures, undefined, 2) : describeFigures(figures));
process.exit(figures.some(({ ok }) => ok === false) ? 1 : 0);
