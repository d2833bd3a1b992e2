import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chown, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import type { Note } from '@persistence-lab/api';
import { expect, onTestFinished, vi } from 'vitest';
import { allPages } from '../stores/contract/harness.ts';
import type { NotesStore, StoreLogger } from '../stores/store.ts';

/** Creates a logger that collects its lines. */
export function createTestLog(): StoreLogger & { lines: string[] } {
  const lines: string[] = [];
  const add = (fields: object, message: string) => void lines.push(`${message} ${inspect(fields, { depth: null })}`);
  return { lines, info: add, warn: add };
}

/** Returns the error of a rejected promise; `inspected` shows all its properties, also hidden ones. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<{ code?: string; message: string; inspected: string }> {
  const error = await promise.then(
    () => expect.unreachable('expected a rejection'),
    (reason: unknown) => reason,
  );
  const { code, message } = error as { code?: string; message: string };
  return {
    ...(code === undefined ? {} : { code }),
    message,
    inspected: inspect(error, { depth: null, showHidden: true }),
  };
}

/** Waits until the store has recovered. */
export const untilReady = (store: NotesStore) => vi.waitFor(() => store.ready(), { timeout: 30_000, interval: 20 });

/**
 * Writes continuously with 16 clients, calls `crash` once `count` notes are acknowledged, and continues until every
 * client gets an error. Returns the acknowledged notes and the error of each client.
 */
export async function writeUntilCrash(store: NotesStore, count: number, crash: () => Promise<void>) {
  const acknowledged: Note[] = [];
  const errors: unknown[] = [];
  let crashed: Promise<void> | undefined;
  const client = async (n: number) => {
    for (let i = 0; ; i += 1) {
      try {
        acknowledged.push(await store.create({ title: `${n}/${i}`, text: randomBytes(1000).toString('hex') }));
      } catch (error) {
        errors.push(error);
        return;
      }
      if (acknowledged.length >= count) crashed ??= crash();
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, n) => client(n)));
  await crashed;
  return { acknowledged, errors };
}

/** Expects every acknowledged note unchanged in the list and by its id. */
export async function expectAllStored(store: NotesStore, acknowledged: Note[]): Promise<void> {
  const stored = new Map((await allPages(store)).map((note) => [note.id, note]));
  expect(acknowledged.filter((note) => !stored.has(note.id))).toEqual([]);
  for (const note of acknowledged) expect(stored.get(note.id)).toEqual(note);
  for (const note of acknowledged.slice(-50)) expect(await store.get(note.id)).toEqual(note);
}

/** Mounts a small disk for the duration of a test; undefined when the user may not mount. */
export const smallDisk = process.platform === 'linux' && process.getuid?.() === 0 ? mountSmallDisk : undefined;

async function mountSmallDisk(folder: string, megabytes: number): Promise<{ folder: string; grow(): void }> {
  await mkdir(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const { uid, gid } = await stat(dirname(folder));
  await chown(folder, uid, gid);
  return { folder, grow: () => void execFileSync('mount', ['-o', 'remount,size=64m', folder]) };
}
