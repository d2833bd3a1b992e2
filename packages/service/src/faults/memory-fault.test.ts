import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryFault, readMemoryLimit } from './memory-fault.ts';

/** Simulates the kernel: throws once more than `limit` bytes are allocated. */
function allocateUpTo(limit: number) {
  let allocated = 0;
  return (bytes: number) => {
    allocated += bytes;
    if (allocated > limit) throw new Error('killed');
    return Buffer.alloc(0);
  };
}

/** Creates the folder of a control group with one file. */
function controlGroup(file?: string, text = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'cgroup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (file === undefined) return folder;
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return folder;
}

describe('the memory fault', () => {
  it('allocates memory until the process is killed', async () => {
    const { exhaust } = createMemoryFault(async () => 2 ** 30, allocateUpTo(2 ** 30));
    await expect(exhaust()).rejects.toThrow('killed');
  });

  it('allocates nothing and rejects when there is no memory limit', async () => {
    const { exhaust } = createMemoryFault(async () => undefined, allocateUpTo(0));
    await expect(exhaust()).rejects.toMatchObject({ status: 409, type: 'no-memory-limit' });
  });

  it('allocates exactly the requested bytes', () => {
    const { allocate } = createMemoryFault(async () => undefined, allocateUpTo(20_000_000));
    allocate(20_000_000);
    expect(() => allocate(1)).toThrow('killed');
  });
});

describe('the memory limit', () => {
  it.each([
    ['memory.max', '134217728\n', 134_217_728],
    ['memory.max', 'max\n', undefined],
    ['memory/memory.limit_in_bytes', '134217728\n', 134_217_728],
    ['memory/memory.limit_in_bytes', '9223372036854771712\n', undefined],
  ])('is read from %s: %j', async (file, text, limit) => {
    expect(await readMemoryLimit(controlGroup(file, text), 2 ** 30)).toBe(limit);
  });

  it('is undefined without control groups', async () => {
    expect(await readMemoryLimit(controlGroup(), 2 ** 30)).toBeUndefined();
  });

  it('is undefined when it equals the memory of the machine', async () => {
    expect(await readMemoryLimit(controlGroup('memory.max', String(2 ** 30)), 2 ** 30)).toBeUndefined();
  });
});
