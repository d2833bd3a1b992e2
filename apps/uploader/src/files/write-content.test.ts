import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeContent } from './write-content.ts';

const anything = async () => {};
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'));
  path = join(folder, 'content');
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunksOf(content: Buffer, size: number) {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}

async function* brokenOff() {
  yield Buffer.from('some');
  throw new RangeError('the sender has gone');
}

it.each([0, 1, 1_048_575, 1_048_576, 1_048_577, 3_500_000])(
  'writes %i bytes as they came, with their hash',
  async (n) => {
    const content = randomBytes(n);
    const written = await writeContent(path, chunksOf(content, 65_521), anything);
    expect(written).toEqual({ size: n, sha256: createHash('sha256').update(content).digest('hex') });
    expect((await readFile(path)).equals(content)).toBe(true);
  },
);

it('never writes over a file that is there', async () => {
  await writeContent(path, chunksOf(Buffer.from('first'), 5), anything);
  await expect(writeContent(path, chunksOf(Buffer.from('second'), 6), anything)).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(await readFile(path, 'utf8')).toBe('first');
});

it('makes a source that is faster than the disk wait: never more than two batches are taken ahead', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024);
  const { promise: written, resolve: goOn } = Promise.withResolvers<void>();
  let taken = 0;
  async function* source() {
    for (; taken < 10; taken += 1) yield mebibyte;
  }
  const writing = writeContent(path, source(), () => written);
  // As often as the event loop turns while nothing is written, no more is taken.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(taken).toBeLessThanOrEqual(2);
  goOn();
  expect((await writing).size).toBe(10 * 1024 * 1024);
});

it('passes on what the source throws', async () => {
  await expect(writeContent(path, brokenOff(), anything)).rejects.toThrow(new RangeError('the sender has gone'));
});

it('stops taking from the source once it must not write any more', async () => {
  let taken = 0;
  async function* source() {
    for (; taken < 100; taken += 1) yield Buffer.alloc(1024 * 1024);
  }
  await expect(writeContent(path, source(), () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(taken).toBeLessThanOrEqual(2);
});
