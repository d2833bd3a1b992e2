import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchFolder, type FolderOptions, hasFio } from './bench-folder.ts';

const limits = { bytes: 16 * 1024 ** 2, runtime: 50 };
const options = (differences: Partial<FolderOptions> = {}): FolderOptions => ({
  limits,
  signal: new AbortController().signal,
  language: 'en',
  ...differences,
});

describe('benchFolder', { timeout: 60_000 }, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-bench-test-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('returns consistent figures, and leaves no files', async () => {
    const [{ measurement } = { measurement: null }] = await benchFolder(folder, options());
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

  it('adds the figures of fio', async ({ skip }) => {
    skip(!hasFio(), 'there is no fio on this machine (apt-get install fio)');
    const benchmarks = await benchFolder(folder, options());
    expect(benchmarks.map(({ by }) => by)).toEqual(['probe', 'fio']);
    const { fsync, sequentialWrite, randomRead } = benchmarks[1]!.measurement!;
    expect(fsync.p50).toBeGreaterThan(0);
    expect(sequentialWrite.bytesPerSecond).toBeGreaterThan(0);
    expect(randomRead.operationsPerSecond).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('reports a missing folder in the language of the reader', async () => {
    const [benchmark] = await benchFolder(join(folder, 'none'), options());
    expect(benchmark!.measurement).toBeNull();
    expect(benchmark!.couldNotRun).toMatch(/cannot be used: ENOENT/);
    const [translated] = await benchFolder(join(folder, 'none'), options({ language: 'pt-BR' }));
    expect(translated!.couldNotRun).toMatch(/^não é possível usar \S+: ENOENT/);
  });

  it('stops when aborted, and leaves no files', async () => {
    const stop = new AbortController();
    const benchmarks = benchFolder(folder, options({ limits: { ...limits, runtime: 60_000 }, signal: stop.signal }));
    await expect
      .poll(async () => (await readdir(folder, { recursive: true })).length, { timeout: 30_000 })
      .toBeGreaterThan(1);
    stop.abort(new Error('enough'));
    await expect(benchmarks).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });
});
