import type { Benchmark, Measurement } from '../measurement.ts';

export const measurementOf = (differences: Partial<Measurement> = {}): Measurement => ({
  bytes: 64 * 1024 ** 2,
  direct: true,
  fsync: { samples: 2_000, p50: 0.41, p99: 3.56, max: 16.7 },
  sequentialWrite: { bytesPerSecond: 885 * 1024 ** 2 },
  sequentialRead: { bytesPerSecond: 621 * 1024 ** 2 },
  randomWrite: { operationsPerSecond: 7_340, bytesPerSecond: 7_340 * 4_096 },
  randomRead: { operationsPerSecond: 7_108, bytesPerSecond: 7_108 * 4_096 },
  ...differences,
});

/** A fast volume, with `differences`. */
export const benchmarkOf = (volume: string, differences: Partial<Benchmark> = {}): Benchmark => ({
  volume,
  by: 'probe',
  node: null,
  measurement: measurementOf(),
  couldNotRun: null,
  ...differences,
});
