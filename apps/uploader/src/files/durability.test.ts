import type * as fs from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FileStore, openFileStore } from './file-store.ts';

// Only a power cut loses written data, a SIGKILL does not. The order of system calls decides what survives
// one, so these tests assert that order.
const calls = vi.hoisted(() => [] as string[]);

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const open: typeof real.open = async (path, flags) => {
    const handle = await real.open(path, flags);
    for (const method of ['datasync', 'sync'] as const) {
      const original = handle[method].bind(handle);
      handle[method] = async () => {
        await original();
        calls.push(`sync ${path}`);
      };
    }
    return handle;
  };
  const rename: typeof real.rename = async (from, to) => {
    await real.rename(from, to);
    calls.push(`rename ${from} -> ${to}`);
  };
  const writeFile: typeof real.writeFile = async (path, data, options) => {
    await real.writeFile(path, data, options);
    calls.push(`${typeof options === 'object' && options?.flush ? 'sync' : 'write'} ${path as string}`);
  };
  return { ...real, open, rename, writeFile };
});

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durability-'));
  store = await openFileStore({
    folder,
    uploadedBy: 'pod-a',
    freeSpaceFloor: 0,
    abandonedAfter: 60_000,
    onError: () => undefined,
  });
  calls.length = 0;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** The calls since the last invocation, with short names for random ids. */
function takeCalls(): string[] {
  const names = new Map<string, string>();
  const shorten = (id: string) => names.get(id) ?? names.set(id, `<${names.size}>`).get(id)!;
  return calls
    .splice(0)
    .map((call) => call.replaceAll(folder, '').replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, shorten));
}

const upload = async () => {
  const staged = await store.stage(Readable.from([Buffer.from('hello')]), { name: 'a', type: 'text/plain' });
  return (await store.publish([staged]))[0]!;
};

it('acknowledges a file once its content, its metadata and their names are synced', async () => {
  await upload();
  expect(takeCalls()).toEqual([
    'sync /incoming/<0>/<1>/content',
    'sync /incoming/<0>/<1>/meta.json',
    'sync /incoming/<0>/<1>',
    'rename /incoming/<0>/<1> -> /files/<2>',
    'sync /files',
  ]);
});

it('acknowledges a deletion once the removal of the name is synced', async () => {
  const { id } = await upload();
  takeCalls();
  await store.delete(id);
  expect(takeCalls()).toEqual(['rename /files/<0> -> /incoming/<1>/<2>', 'sync /files']);
});
