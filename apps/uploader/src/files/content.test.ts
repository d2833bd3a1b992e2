import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeContent } from './content.ts';

const noSpaceCheck = async () => {};
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

async function* disconnect() {
  yield Buffer.from('some');
  throw new RangeError('the sender has disconnected');
}

it.each([0, 1, 1_048_575, 1_048_576, 1_048_577, 3_500_000])(
  'writes %i bytes unchanged and returns their hash',
  async (n) => {
    const content = randomBytes(n);
    const written = await writeContent(path, chunksOf(content, 65_521), noSpaceCheck);
    expect(written).toEqual({ size: n, sha256: createHash('sha256').update(content).digest('hex') });
    expect((await readFile(path)).equals(content)).toBe(true);
  },
);

it('never overwrites an existing file', async () => {
  await writeContent(path, chunksOf(Buffer.from('first'), 5), noSpaceCheck);
  await expect(writeContent(path, chunksOf(Buffer.from('second'), 6), noSpaceCheck)).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(await readFile(path, 'utf8')).toBe('first');
});

/** A source that counts the mebibytes read from it. */
function endless() {
  let reads = 0;
  const source = new Readable({
    read() {
      reads += 1;
      this.push(Buffer.alloc(1024 * 1024));
    },
  });
  return { source, reads: () => reads };
}

it('pauses a source that is faster than the disk', async () => {
  const { source, reads } = endless();
  const { promise: blocked, reject: abort } = Promise.withResolvers<void>();
  // On a slow disk the check may not have run yet when the promise rejects.
  blocked.catch(() => undefined);
  const writing = writeContent(path, source, () => blocked);
  // However often the event loop runs, a blocked write reads no more.
  for (let turn = 0; turn < 1000; turn += 1) await new Promise(setImmediate);
  expect(reads()).toBeLessThanOrEqual(20);
  abort(new Error('enough'));
  await expect(writing).rejects.toThrow('enough');
  expect(source.destroyed).toBe(true);
});

it('rejects with the error of the source', async () => {
  await expect(writeContent(path, Readable.from(disconnect()), noSpaceCheck)).rejects.toThrow(
    new RangeError('the sender has disconnected'),
  );
});
