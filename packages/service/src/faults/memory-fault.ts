import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { problem } from '../problems/problem.ts';

const chunk = 8 * 1024 * 1024;

/** Allocates memory that is never freed, outside V8's heap, whose own limit would end the process another way. */
export function createMemoryFault(
  readLimit: () => Promise<number | undefined> = readMemoryLimit,
  allocateChunk = allocateWritten,
) {
  const chunks: Buffer[] = [];

  function allocate(bytes: number): void {
    for (let left = bytes; left > 0; left -= chunk) chunks.push(allocateChunk(Math.min(chunk, left)));
  }

  return {
    allocate,
    /** Allocates until the kernel kills this process. @throws ProblemError 409 without a memory limit */
    async exhaust(): Promise<never> {
      if ((await readLimit()) !== undefined) for (;;) allocate(chunk);
      throw problem(
        409,
        'no-memory-limit',
        'The process has no memory limit',
        'The fault would use up the memory of the whole machine: run the service in a container with a memory limit, or pass an amount with ?bytes=N.',
      );
    },
  };
}

// Memory that is reserved but never written occupies no space.
const allocateWritten = (bytes: number) => Buffer.alloc(bytes, 1);

// Paths in the container's own control group, of version 2 and of version 1.
const limitFiles = ['memory.max', 'memory/memory.limit_in_bytes'];

/**
 * Reads the memory limit of the container, in bytes; undefined when only the machine's memory limits it.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 */
export async function readMemoryLimit(folder = '/sys/fs/cgroup', machine = totalmem()): Promise<number | undefined> {
  const texts = await Promise.all(limitFiles.map((file) => readFile(join(folder, file), 'utf8').catch(() => 'max')));
  const limit = Math.min(...texts.map((text) => (text.trim() === 'max' ? Infinity : Number(text))));
  return limit < machine ? limit : undefined;
}
