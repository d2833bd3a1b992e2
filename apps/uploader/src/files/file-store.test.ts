import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { StoredFile } from '@persistence-lab/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileStore, openFileStore } from './file-store.ts';

// A machine that is busy with other tests is slow.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let store: FileStore;
const opened: FileStore[] = [];

const onError = (error: unknown) => expect.fail(String(error));

async function openStore(uploadedBy = 'pod-a', abandonedAfter = 60_000): Promise<FileStore> {
  const open = await openFileStore({ folder, uploadedBy, freeSpaceFloor: 0, abandonedAfter, onError });
  opened.push(open);
  return open;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  store = await openStore();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await rm(folder, { recursive: true });
});

function content(...chunks: string[]): Readable {
  return Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
}

async function* brokenOff() {
  yield Buffer.from('half');
  throw new Error('gone');
}

async function upload(text: string, name = 'a.txt', to = store): Promise<StoredFile> {
  const [file] = await to.keep([await to.receive(content(text), { name, type: 'text/plain' })]);
  return file!;
}

async function read(id: string, from = store): Promise<string> {
  const { content: handle } = await from.open(id);
  const text = await handle.readFile('utf8');
  await handle.close();
  return text;
}

/** What lies in the writers' own folders, their signs of life aside. */
async function leftovers(): Promise<string[]> {
  const paths = await readdir(join(folder, 'incoming'), { recursive: true });
  return paths.filter((path) => path.includes('/') && !path.endsWith('/alive'));
}

describe('keeping', () => {
  it('describes a file as it was sent, with its hash and who kept it', async () => {
    const file = await upload('hello');
    expect(file).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'a.txt',
      size: 5,
      type: 'text/plain',
      sha256: createHash('sha256').update('hello').digest('hex'),
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      uploadedBy: 'pod-a',
    });
    expect(await store.get(file.id)).toEqual(file);
    expect(await read(file.id)).toBe('hello');
    expect(await leftovers()).toEqual([]);
  });

  it('lists nothing before it is kept', async () => {
    const arrival = await store.receive(content('half', 'way'), { name: 'a', type: 'text/plain' });
    expect((await store.list(10)).files).toEqual([]);
    await store.discard([arrival]);
    expect(await leftovers()).toEqual([]);
  });

  it('leaves nothing behind of a file whose sender goes away', async () => {
    await expect(store.receive(Readable.from(brokenOff()), { name: 'a', type: 'text/plain' })).rejects.toThrow('gone');
    expect(await leftovers()).toEqual([]);
  });

  it('keeps all files of a request or none', async () => {
    const named = { name: 'a', type: 'text/plain' };
    const arrivals = [await store.receive(content('one'), named), await store.receive(content('two'), named)];
    await rm(arrivals[1]!.folder, { recursive: true });
    await expect(store.keep(arrivals)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await store.list(10)).files).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  it('still has everything when it is opened again', async () => {
    const file = await upload('hello');
    await store.close();
    const again = await openStore('pod-b');
    expect((await again.list(10)).files).toEqual([file]);
    expect(await read(file.id, again)).toBe('hello');
  });
});

describe('listing', () => {
  it('goes from the newest to the oldest, page by page, undisturbed by what comes and goes', async () => {
    const [a, b, c, d] = [await upload('a'), await upload('b'), await upload('c'), await upload('d')];
    const first = await store.list(2);
    expect(first).toEqual({ files: [d, c], next: c.id });
    await upload('e');
    await store.delete(c.id);
    expect(await store.list(2, first.next!)).toEqual({ files: [b, a], next: null });
  });

  it('passes over what is no file of ours', async () => {
    await mkdir(join(folder, 'files', 'lost+found'));
    await writeFile(join(folder, 'files', '.DS_Store'), '');
    expect((await store.list(10)).files).toEqual([]);
  });

  it('counts files and bytes', async () => {
    await upload('hello');
    const { id } = await upload('you');
    expect(await store.describe()).toMatchObject({ files: 2, bytes: 8, volume: { path: folder } });
    await store.delete(id);
    expect(await store.describe()).toMatchObject({ files: 1, bytes: 5 });
  });
});

describe('deleting', () => {
  it('removes a file for good', async () => {
    const { id } = await upload('hello');
    await store.delete(id);
    await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.delete(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(join(folder, 'files'))).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  it('lets whoever is reading read to the end', async () => {
    const { id } = await upload('hello');
    const { content: handle } = await store.open(id);
    await store.delete(id);
    expect(await handle.readFile('utf8')).toBe('hello');
    await handle.close();
  });

  it.each(['../incoming', '..', '', '%2e%2e', 'x'.repeat(5000), '0\0'])('never takes %j for a path', async (id) => {
    await expect(store.delete(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.open(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('damage', () => {
  it('is found by reading again', async () => {
    const { id, sha256 } = await upload('hello');
    expect(await store.verify(id)).toMatchObject({ intact: true, actual: { size: 5, sha256 } });
    await writeFile(join(folder, 'files', id, 'content'), 'hallo');
    expect(await store.verify(id)).toEqual({
      id,
      intact: false,
      expected: { size: 5, sha256 },
      actual: { size: 5, sha256: createHash('sha256').update('hallo').digest('hex') },
    });
  });

  it('is never served: not a file of another length, not one without content or metadata', async () => {
    const [long, empty, bare] = [await upload('a'), await upload('b'), await upload('c')];
    await appendFile(join(folder, 'files', long.id, 'content'), '!');
    await rm(join(folder, 'files', empty.id, 'content'));
    await rm(join(folder, 'files', bare.id, 'meta.json'));
    for (const { id } of [long, empty, bare]) await expect(store.open(id)).rejects.toMatchObject({ code: 'corrupt' });
    expect(await store.verify(empty.id)).toMatchObject({ intact: false, actual: null });
    await expect(store.list(10)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('is not overlooked when a file lies under the wrong name', async () => {
    const [one, other] = [await upload('one'), await upload('other')];
    await rm(join(folder, 'files', one.id), { recursive: true });
    await rename(join(folder, 'files', other.id), join(folder, 'files', one.id));
    await expect(store.get(one.id)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('several processes on one folder', () => {
  it("see each other's files at once", async () => {
    const second = await openStore('pod-b');
    const file = await upload('from b', 'b.txt', second);
    expect((await store.list(10)).files).toEqual([file]);
    await store.delete(file.id);
    expect((await second.list(10)).files).toEqual([]);
  });

  it('delete a file once: the other is told that there is none', async () => {
    const second = await openStore('pod-b');
    const { id } = await upload('hello');
    const outcomes = await Promise.allSettled([store.delete(id), second.delete(id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('never touch what a living one is writing', async () => {
    const arrival = await store.receive(content('slow'), { name: 'a', type: 'text/plain' });
    // Old by itself, as a file of a long upload with several is; its writer lives.
    await utimes(arrival.folder, 0, 0);
    await openStore('pod-b');
    expect(await store.keep([arrival])).toHaveLength(1);
  });

  it('remove what a dead one left behind, and nothing of it is ever listed', async () => {
    await store.receive(content('half'), { name: 'a', type: 'text/plain' });
    const [writer] = await readdir(join(folder, 'incoming'));
    await utimes(join(folder, 'incoming', writer!, 'alive'), 0, 0);
    const second = await openStore('pod-b');
    expect(await leftovers()).toEqual([]);
    expect((await second.list(10)).files).toEqual([]);
  });

  it('let one that was taken for dead fail what it had begun, and go on', async () => {
    const arrival = await store.receive(content('slept'), { name: 'a', type: 'text/plain' });
    const [writer] = await readdir(join(folder, 'incoming'));
    await utimes(join(folder, 'incoming', writer!, 'alive'), 0, 0);
    await openStore('pod-b');
    await expect(store.keep([arrival])).rejects.toMatchObject({ code: 'unavailable' });
    expect((await store.list(10)).files).toEqual([]);
    await store.ready();
    expect(await read((await upload('awake')).id)).toBe('awake');
  });

  it('clean up while they run, too', async () => {
    await store.close();
    await mkdir(join(folder, 'incoming', 'dead', 'upload'), { recursive: true });
    await openStore('pod-b', 40);
    await vi.waitFor(async () => expect(await leftovers()).toEqual([]), { timeout: 30_000 });
  });
});
