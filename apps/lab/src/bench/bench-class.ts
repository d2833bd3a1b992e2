import { readFile } from 'node:fs/promises';
import { ClusterError } from '@persistence-lab/cluster/error';
import { failed, probeFile } from './bench-folder.ts';
import { measurementSchema, type Benchmark, type BenchLimits } from './measurement.ts';

export interface ClassOptions {
  readonly limits: BenchLimits;
  readonly context: string | undefined;
  readonly signal: AbortSignal;
}

/** Measures a new volume of a storage class by our probe, in a pod that goes away with its claim. */
export async function benchClass(storageClass: string, { limits, context, signal }: ClassOptions): Promise<Benchmark> {
  const { runOnVolume } = await import('@persistence-lab/cluster/volume-pod');
  const program = await readFile(probeFile, 'utf8');
  const order = (folder: string) => JSON.stringify({ folder, ...limits });
  try {
    const { output, node } = await runOnVolume({ storageClass, program, argument: order, context, signal });
    const measurement = measurementSchema.parse(JSON.parse(output));
    return { volume: storageClass, by: 'probe', node, measurement, couldNotRun: null };
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'refused') return failed(storageClass, 'probe', error.message);
    throw error;
  }
}
