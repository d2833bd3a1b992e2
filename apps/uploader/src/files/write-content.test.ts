import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
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

function chunksOf(content: Buffer, size: number): Readable {
  const count = Math.ceil(content.length / size);
  return Readable.from(Array.from({ length: count }, (_, index) => content.subarray(index * size, (index + 1) * size)));
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

/** As many mebibytes as are taken from it. */
function endless() {
  let taken = 0;
  const source = new Readable({
    read() {
      taken += 1;
      this.push(Buffer.alloc(1024 * 1024));
    },
  });
  return { source, taken: () => taken };
}

it('makes a source that is faster than the disk wait', async () => {
  const { source, taken } = endless();
  const { promise: waiting, reject: goOn } = Promise.withResolvers<void>();
  // On a slow disk nobody may be waiting yet when it fails.
  waiting.catch(() => undefined);
  const writing = writeContent(path, source, () => waiting);
  // However often the event loop turns while nothing is written, no more is taken.
  for (let turn = 0; turn < 1000; turn += 1) await new Promise(setImmediate);
  expect(taken()).toBeLessThanOrEqual(20);
  goOn(new Error('enough'));
  await expect(writing).rejects.toThrow('enough');
  expect(source.destroyed).toBe(true);
});

it('passes on what the source throws', async () => {
  await expect(writeContent(path, Readable.from(brokenOff()), anything)).rejects.toThrow(
    new RangeError('the sender has gone'),
  );
});
