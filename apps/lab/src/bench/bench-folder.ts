import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun } from '@persistence-lab/language';
import { measureByFio } from './fio.ts';
import { measurementSchema, type Benchmark, type BenchLimits, type Measurement } from './measurement.ts';
import { runToEnd } from './run-to-end.ts';

/** The program that measures a folder, for `node`. */
export const probeFile = join(import.meta.dirname, 'probe.mts');

/** Measures the volume under a folder, by our probe and by fio where it is; leaves nothing behind. */
export async function benchFolder(folder: string, limits: BenchLimits, signal: AbortSignal): Promise<Benchmark[]> {
  const own = await ownFolder(folder).catch((error: Error) => error);
  if (own instanceof Error) return [failed(folder, 'probe', `${folder} cannot be used: ${own.message}`)];
  try {
    const probe = await measured(folder, 'probe', () => measureByProbe(own, limits, signal));
    return hasFio() ? [probe, await measured(folder, 'fio', () => measureByFio(own, limits, signal))] : [probe];
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

const ownFolder = (folder: string): Promise<string> => mkdtemp(join(folder, '.lab-bench-'));

async function measureByProbe(folder: string, limits: BenchLimits, signal: AbortSignal): Promise<Measurement> {
  const order = JSON.stringify({ folder, ...limits });
  const output = await runToEnd(process.execPath, ['--disable-warning=ExperimentalWarning', probeFile, order], signal);
  return measurementSchema.parse(JSON.parse(output));
}

async function measured(volume: string, by: Benchmark['by'], measure: () => Promise<Measurement>): Promise<Benchmark> {
  try {
    return { volume, by, node: null, measurement: await measure(), couldNotRun: null };
  } catch (error) {
    if (error instanceof CannotRun) return failed(volume, by, error.message);
    throw error;
  }
}

export const failed = (volume: string, by: Benchmark['by'], couldNotRun: string): Benchmark => ({
  volume,
  by,
  node: null,
  measurement: null,
  couldNotRun,
});

export const hasFio = (): boolean => spawnSync('fio', ['--version'], { stdio: 'ignore' }).status === 0;
