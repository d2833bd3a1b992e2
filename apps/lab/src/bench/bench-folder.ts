import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Language, messageFor, UserError } from '@persistence-lab/language';
import { measureByFio } from './fio.ts';
import { measurementSchema, type Benchmark, type BenchLimits, type Measurement } from './measurement.ts';
import { runToEnd } from './run-to-end.ts';

export interface FolderOptions {
  readonly limits: BenchLimits;
  readonly signal: AbortSignal;
  readonly language: Language;
}

/** The program that measures a folder, for `node`. */
export const probeFile = join(import.meta.dirname, 'probe.mts');

/** Measures the volume under a folder with the probe, and with fio if it is installed. Leaves no files. */
export async function benchFolder(folder: string, options: FolderOptions): Promise<Benchmark[]> {
  const { limits, signal, language } = options;
  const own = await mkdtemp(join(folder, '.lab-bench-')).catch((error: Error) => error);
  if (own instanceof Error) {
    const unusable = { en: `${folder} cannot be used`, 'pt-BR': `não é possível usar ${folder}` };
    return [failed(folder, 'probe', `${unusable[language]}: ${own.message}`)];
  }
  const measured = async (by: Benchmark['by'], measure: () => Promise<Measurement>): Promise<Benchmark> => {
    try {
      return { volume: folder, by, node: null, measurement: await measure(), couldNotRun: null };
    } catch (error) {
      if (error instanceof UserError) return failed(folder, by, messageFor(error, language));
      throw error;
    }
  };
  try {
    const probe = await measured('probe', () => measureByProbe(own, options));
    return hasFio() ? [probe, await measured('fio', () => measureByFio(own, limits, signal))] : [probe];
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function measureByProbe(folder: string, { limits, signal, language }: FolderOptions): Promise<Measurement> {
  const argument = JSON.stringify({ folder, language, ...limits });
  const args = ['--disable-warning=ExperimentalWarning', probeFile, argument];
  return measurementSchema.parse(JSON.parse(await runToEnd(process.execPath, args, signal)));
}

export const failed = (volume: string, by: Benchmark['by'], couldNotRun: string): Benchmark => ({
  volume,
  by,
  node: null,
  measurement: null,
  couldNotRun,
});

export const hasFio = (): boolean => spawnSync('fio', ['--version'], { stdio: 'ignore' }).status === 0;
