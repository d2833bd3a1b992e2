import { mkdtemp, rm } from 'node:fs/promises';
import type * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readEnvironment } from '@persistence-lab/config';
import { createMetrics } from '@persistence-lab/service';
import { uploaderVariables } from '../config.ts';
import { openStorage } from '../open-storage.ts';

// The order of system calls decides what survives a power cut, so these tests assert that order.
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
  const unlink: typeof real.unlink = async (path) => {
    await real.unlink(path);
    calls.push(`unlink ${path as string}`);
  };
  const writeFile: typeof real.writeFile = async (path, data, options) => {
    await real.writeFile(path, data, options);
    calls.push(`${typeof options === 'object' && options?.flush ? 'sync' : 'write'} ${path as string}`);
  };
  return { ...real, open, rename, unlink, writeFile };
});

async function openUploads() {
  const folder = await mkdtemp(join(tmpdir(), 'durability-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const reading = readEnvironment(uploaderVariables, { DATA_DIR: folder, FREE_SPACE_FLOOR: '0' });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const storage = await openStorage(
    reading.config,
    { error: (error: unknown) => expect.fail(String(error)) } as never,
    createMetrics(),
  );
  onTestFinished(() => storage.close());
  const names = new Map<string, string>();
  const shorten = (id: string) => names.get(id) ?? names.set(id, `<${names.size}>`).get(id)!;
  return {
    ...storage,
    /** The calls since the last invocation, with short names for random ids. */
    takeCalls: () =>
      calls
        .splice(0)
        .map((call) => call.replaceAll(folder, ''))
        .map((call) => call.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{12}\b/g, shorten)),
  };
}

const id = '019a0000-0000-7000-8000-000000000000';
const description = { id, size: 10, name: 'a', type: 'text/plain', metadata: {} };

it('acknowledges an upload and each offset once everything they depend on is synced', async () => {
  const { uploads, takeCalls } = await openUploads();
  takeCalls();
  await uploads.create(description);
  expect(takeCalls()).toEqual([
    'sync /incoming/<0>/<1>/upload.json',
    'write /incoming/<0>/<1>/at-0-none-idle-0',
    'sync /incoming/<0>/<1>',
    'rename /incoming/<0>/<1> -> /uploads/<2>',
    'sync /uploads',
  ]);
  expect(await uploads.write(id, 0, Readable.from([Buffer.from('hello')]))).toBe(5);
  expect(takeCalls()).toEqual([
    // The name of the part is synced before the lease file refers to it.
    'sync /uploads/<2>',
    'rename /uploads/<2>/at-0-none-idle-0 -> /uploads/<2>/at-0-<3>-<4>-0',
    'sync /uploads/<2>/part-0-<3>-none',
    'rename /uploads/<2>/at-0-<3>-<4>-0 -> /uploads/<2>/at-5-<3>-<4>-1',
    'sync /uploads/<2>',
    'rename /uploads/<2>/at-5-<3>-<4>-1 -> /uploads/<2>/at-5-<3>-idle-0',
  ]);
  await uploads.find(id);
  // Another replica may have renamed the lease file without having synced it yet.
  expect(takeCalls()).toEqual(['sync /uploads/<2>']);
});

it('acknowledges the end once content, metadata and names are synced, while it holds the lease', async () => {
  const { uploads, takeCalls } = await openUploads();
  await uploads.create({ ...description, size: 5 });
  takeCalls();
  await uploads.write(id, 0, Readable.from([Buffer.from('hello')]));
  const made = takeCalls();
  expect(made.slice(made.findIndex((call) => call.includes('/part-') && call.startsWith('sync')))).toEqual([
    'sync /uploads/<2>/part-0-<3>-none',
    'rename /uploads/<2>/at-0-<3>-<4>-0 -> /uploads/<2>/at-5-<3>-<4>-1',
    'sync /uploads/<2>',
    'rename /uploads/<2>/part-0-<3>-none -> /uploads/<2>/content',
    'sync /incoming/<0>/<5>/meta.json',
    'rename /incoming/<0>/<5>/meta.json -> /uploads/<2>/meta.json',
    'sync /uploads/<2>',
    'unlink /uploads/<2>/at-5-<3>-<4>-1',
    'sync /uploads/<2>',
    'rename /uploads/<2> -> /files/<2>',
    'sync /files',
  ]);
});
