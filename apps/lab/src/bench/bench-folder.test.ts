import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchFolder, hasFio } from './bench-folder.ts';

const limits = { bytes: 16 * 1024 ** 2, patience: 50 };

describe('benchFolder', { timeout: 60_000 }, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-bench-test-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('gives figures that fit together, and leaves nothing behind', async () => {
    const [{ measurement } = { measurement: null }] = await benchFolder(folder, limits, new AbortController().signal);
    const { fsync, randomRead, ...rest } = measurement!;
    expect(fsync.p50).toBeGreaterThan(0);
    expect(fsync.p99).toBeGreaterThanOrEqual(fsync.p50);
    expect(fsync.max).toBeGreaterThanOrEqual(fsync.p99);
    expect(randomRead.bytesPerSecond).toBeCloseTo(randomRead.operationsPerSecond * 4_096, 3);
    expect(rest.bytes % 1024 ** 2).toBe(0);
    expect(rest.bytes).toBeGreaterThan(0);
    expect(rest.bytes).toBeLessThanOrEqual(limits.bytes);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives the figures of fio beside', async ({ skip }) => {
    skip(!hasFio(), 'there is no fio on this machine (apt-get install fio)');
    const benchmarks = await benchFolder(folder, limits, new AbortController().signal);
    expect(benchmarks.map(({ by }) => by)).toEqual(['probe', 'fio']);
    const { fsync, sequentialWrite, randomRead } = benchmarks[1]!.measurement!;
    expect(fsync.p50).toBeGreaterThan(0);
    expect(sequentialWrite.bytesPerSecond).toBeGreaterThan(0);
    expect(randomRead.operationsPerSecond).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says of a folder that is not there that it cannot be used', async () => {
    const [benchmark] = await benchFolder(join(folder, 'none'), limits, new AbortController().signal);
    expect(benchmark!.measurement).toBeNull();
    expect(benchmark!.couldNotRun).toMatch(/cannot be used: ENOENT/);
  });

  it('ends when it is told to, and leaves nothing behind', async () => {
    const stop = new AbortController();
    const benchmarks = benchFolder(folder, { ...limits, patience: 60_000 }, stop.signal);
    await expect
      .poll(async () => (await readdir(folder, { recursive: true })).length, { timeout: 30_000 })
      .toBeGreaterThan(1);
    stop.abort(new Error('enough'));
    await expect(benchmarks).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });
});
