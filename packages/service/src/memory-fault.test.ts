import { expect, it } from 'vitest';
import { createMemoryFault } from './memory-fault.ts';

/** Stands for the kernel: it ends what has taken so many bytes. */
function allocateUpTo(limit: number) {
  let taken = 0;
  return (bytes: number) => {
    taken += bytes;
    if (taken > limit) throw new Error('killed');
    return Buffer.alloc(0);
  };
}

it('takes memory until it is ended', async () => {
  const { exhaust } = createMemoryFault(async () => 2 ** 30, allocateUpTo(2 ** 30));
  await expect(exhaust()).rejects.toThrow('killed');
});

it('refuses, and takes nothing, where nothing limits its memory', async () => {
  const { exhaust } = createMemoryFault(async () => undefined, allocateUpTo(0));
  await expect(exhaust()).rejects.toMatchObject({ status: 409, type: 'no-memory-limit' });
});

it('takes no more than it is told', () => {
  const { take } = createMemoryFault(async () => undefined, allocateUpTo(20_000_000));
  take(20_000_000);
  expect(() => take(1)).toThrow('killed');
});
