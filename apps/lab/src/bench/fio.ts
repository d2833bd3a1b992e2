import { join } from 'node:path';
import * as z from 'zod';
import type { BenchLimits, Measurement } from './measurement.ts';
import { runToEnd } from './run-to-end.ts';

const transfer = z.object({ bw_bytes: z.number(), iops: z.number() });
const quantiles = z.object({
  max: z.number(),
  N: z.int().optional(),
  percentile: z.record(z.string(), z.number()).optional(),
});
const outputSchema = z.object({
  jobs: z.tuple([z.object({ read: transfer, write: transfer, sync: z.object({ lat_ns: quantiles }) })]),
});

/** The measurements of the probe, taken by fio one after another: https://fio.readthedocs.io/ */
export async function measureByFio(folder: string, limits: BenchLimits, signal: AbortSignal): Promise<Measurement> {
  const direct = '--direct=1';
  const run = async (name: string, ...args: string[]) => {
    const output = await runToEnd('fio', [...shared(folder, limits, name), ...args], signal);
    return outputSchema.parse(JSON.parse(output)).jobs[0];
  };
  // the recipe that etcd's documentation points to
  const { lat_ns } = (await run('fsync', '--rw=write', '--bs=2300', '--fdatasync=1')).sync;
  const sequentialWrite = (await run('data', '--rw=write', '--bs=1M', direct, '--end_fsync=1')).write;
  const sequentialRead = (await run('data', '--rw=read', '--bs=1M', direct)).read;
  const randomWrite = (await run('data', '--rw=randwrite', '--bs=4k', direct, '--end_fsync=1')).write;
  const randomRead = (await run('data', '--rw=randread', '--bs=4k', direct)).read;
  return {
    bytes: limits.bytes,
    direct: true,
    fsync: {
      samples: Math.max(1, lat_ns.N ?? 1),
      p50: milliseconds(lat_ns.percentile?.['50.000000']),
      p99: milliseconds(lat_ns.percentile?.['99.000000']),
      max: milliseconds(lat_ns.max),
    },
    sequentialWrite: { bytesPerSecond: sequentialWrite.bw_bytes },
    sequentialRead: { bytesPerSecond: sequentialRead.bw_bytes },
    randomWrite: { operationsPerSecond: randomWrite.iops, bytesPerSecond: randomWrite.bw_bytes },
    randomRead: { operationsPerSecond: randomRead.iops, bytesPerSecond: randomRead.bw_bytes },
  };
}

const shared = (folder: string, { bytes, runtime }: BenchLimits, name: string): string[] => [
  '--output-format=json',
  `--name=${name}`,
  `--filename=${join(folder, name)}.fio`,
  `--size=${bytes}`,
  `--runtime=${Math.max(1, Math.round(runtime / 1_000))}`,
  '--ioengine=psync',
  '--lat_percentiles=1',
];

const milliseconds = (nanoseconds = 0): number => nanoseconds / 1e6;
