import { readFile } from 'node:fs/promises';
import { ClusterError } from '@persistence-lab/cluster/error';
import { type Language, messageFor } from '@persistence-lab/language';
import { failed, probeFile } from './bench-folder.ts';
import { measurementSchema, type Benchmark, type BenchLimits } from './measurement.ts';

export interface ClassOptions {
  readonly limits: BenchLimits;
  readonly context: string | undefined;
  readonly signal: AbortSignal;
  readonly language: Language;
}

/** Runs the probe on a new volume of a storage class, in a pod that is deleted together with its claim. */
export async function benchClass(
  storageClass: string,
  { limits, context, signal, language }: ClassOptions,
): Promise<Benchmark> {
  const { runOnVolume } = await import('@persistence-lab/cluster/volume-pod');
  const program = await readFile(probeFile, 'utf8');
  const argument = (folder: string) => JSON.stringify({ folder, language, ...limits });
  try {
    const { output, node } = await runOnVolume({ storageClass, program, argument, context, signal });
    const measurement = measurementSchema.parse(JSON.parse(output));
    return { volume: storageClass, by: 'probe', node, measurement, couldNotRun: null };
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'refused')
      return failed(storageClass, 'probe', messageFor(error, language));
    throw error;
  }
}
