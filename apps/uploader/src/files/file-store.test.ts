import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { StoredFile } from '@persistence-lab/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileStore, openFileStore } from './file-store.ts';

// Tests are slow while others keep the machine busy.
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

async function* disconnect() {
  yield Buffer.from('half');
  throw new Error('gone');
}

async function upload(text: string, name = 'a.txt', to = store): Promise<StoredFile> {
  const [file] = await to.publish([await to.stage(content(text), { name, type: 'text/plain' })]);
  return file!;
}

async function read(id: string, from = store): Promise<string> {
  const { content: handle } = await from.open(id);
  const text = await handle.readFile('utf8');
  await handle.close();
  return text;
}

/** The temporary files of all writers, without their heartbeat files. */
async function leftovers(): Promise<string[]> {
  const paths = await readdir(join(folder, 'incoming'), { recursive: true });
  return paths.filter((path) => path.includes('/') && !path.endsWith('/alive'));
}

describe('publishing', () => {
  it('describes a file as it was sent, with its hash and the pod that stored it', async () => {
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

  it('does not list a staged file before it is published', async () => {
    const staged = await store.stage(content('half', 'way'), { name: 'a', type: 'text/plain' });
    expect((await store.list(10)).files).toEqual([]);
    await store.discard([staged]);
    expect(await leftovers()).toEqual([]);
  });

  it('leaves nothing behind when the sender disconnects', async () => {
    await expect(store.stage(Readable.from(disconnect()), { name: 'a', type: 'text/plain' })).rejects.toThrow('gone');
    expect(await leftovers()).toEqual([]);
  });

  it('publishes all files of a request or none', async () => {
    const named = { name: 'a', type: 'text/plain' };
    const staged = [await store.stage(content('one'), named), await store.stage(content('two'), named)];
    await rm(staged[1]!.folder, { recursive: true });
    await expect(store.publish(staged)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await store.list(10)).files).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  it('still has every file after a reopen', async () => {
    const file = await upload('hello');
    await store.close();
    const again = await openStore('pod-b');
    expect((await again.list(10)).files).toEqual([file]);
    expect(await read(file.id, again)).toBe('hello');
  });
});

describe('listing', () => {
  it('pages from the newest to the oldest file, stable while files are added and removed', async () => {
    const [a, b, c, d] = [await upload('a'), await upload('b'), await upload('c'), await upload('d')];
    const first = await store.list(2);
    expect(first).toEqual({ files: [d, c], next: c.id });
    await upload('e');
    await store.delete(c.id);
    expect(await store.list(2, first.next!)).toEqual({ files: [b, a], next: null });
  });

  it('ignores entries that are not files of the store', async () => {
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
  it('removes a file and leaves nothing behind', async () => {
    const { id } = await upload('hello');
    await store.delete(id);
    await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.delete(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(join(folder, 'files'))).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  it('lets a reader that has opened the file read to the end', async () => {
    const { id } = await upload('hello');
    const { content: handle } = await store.open(id);
    await store.delete(id);
    expect(await handle.readFile('utf8')).toBe('hello');
    await handle.close();
  });

  it.each(['../incoming', '..', '', '%2e%2e', 'x'.repeat(5000), '0\0'])(
    'never uses the id %j as a path',
    async (id) => {
      await expect(store.delete(id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.open(id)).rejects.toMatchObject({ code: 'not-found' });
    },
  );
});

describe('damage', () => {
  it('is found by verify', async () => {
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

  it('is never served: neither a wrong size nor missing content nor missing metadata', async () => {
    const [long, empty, bare] = [await upload('a'), await upload('b'), await upload('c')];
    await appendFile(join(folder, 'files', long.id, 'content'), '!');
    await rm(join(folder, 'files', empty.id, 'content'));
    await rm(join(folder, 'files', bare.id, 'meta.json'));
    for (const { id } of [long, empty, bare]) await expect(store.open(id)).rejects.toMatchObject({ code: 'corrupt' });
    expect(await store.verify(empty.id)).toMatchObject({ intact: false, actual: null });
    await expect(store.list(10)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('is detected when a file is stored under another id', async () => {
    const [one, other] = [await upload('one'), await upload('other')];
    await rm(join(folder, 'files', one.id), { recursive: true });
    await rename(join(folder, 'files', other.id), join(folder, 'files', one.id));
    await expect(store.get(one.id)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('several processes on one data directory', () => {
  it("see each other's files at once", async () => {
    const second = await openStore('pod-b');
    const file = await upload('from b', 'b.txt', second);
    expect((await store.list(10)).files).toEqual([file]);
    await store.delete(file.id);
    expect((await second.list(10)).files).toEqual([]);
  });

  it('delete a file once: the second gets not-found', async () => {
    const second = await openStore('pod-b');
    const { id } = await upload('hello');
    const outcomes = await Promise.allSettled([store.delete(id), second.delete(id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('never remove temporary files of a live writer', async () => {
    const staged = await store.stage(content('slow'), { name: 'a', type: 'text/plain' });
    // Old, like the first file of a long upload with several, but its writer is alive.
    await utimes(staged.folder, 0, 0);
    await openStore('pod-b');
    expect(await store.publish([staged])).toHaveLength(1);
  });

  it('remove the temporary files of a dead writer and never list them', async () => {
    await store.stage(content('half'), { name: 'a', type: 'text/plain' });
    const [writer] = await readdir(join(folder, 'incoming'));
    await utimes(join(folder, 'incoming', writer!, 'alive'), 0, 0);
    const second = await openStore('pod-b');
    expect(await leftovers()).toEqual([]);
    expect((await second.list(10)).files).toEqual([]);
  });

  it('fail the uploads in progress of a suspended writer that was taken for dead, and accept its later ones', async () => {
    const staged = await store.stage(content('slept'), { name: 'a', type: 'text/plain' });
    const [writer] = await readdir(join(folder, 'incoming'));
    await utimes(join(folder, 'incoming', writer!, 'alive'), 0, 0);
    await openStore('pod-b');
    await expect(store.publish([staged])).rejects.toMatchObject({ code: 'unavailable' });
    expect((await store.list(10)).files).toEqual([]);
    await store.ready();
    expect(await read((await upload('awake')).id)).toBe('awake');
  });

  it('remove abandoned files while they are running', async () => {
    await store.close();
    await mkdir(join(folder, 'incoming', 'dead', 'upload'), { recursive: true });
    await openStore('pod-b', 40);
    await vi.waitFor(async () => expect(await leftovers()).toEqual([]), { timeout: 30_000 });
  });
});
