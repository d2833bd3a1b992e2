import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chown, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import type { Note } from '@persistence-lab/api';
import { expect, onTestFinished, vi } from 'vitest';
import { allPages } from '../stores/contract/harness.ts';
import type { NotesStore } from '../stores/store.ts';
import type { StoreLogger } from '../stores/connect-with-retry.ts';

/** A logger whose lines a test can read. */
export function createTestLog(): StoreLogger & { lines: string[] } {
  const lines: string[] = [];
  const add = (fields: object, message: string) => void lines.push(`${message} ${inspect(fields, { depth: null })}`);
  return { lines, info: add, warn: add };
}

/** The error that a promise rejects with, seen to the last hidden property. */
export async function failureOf(promise: Promise<unknown>): Promise<{ code?: string; message: string; whole: string }> {
  const error = await promise.then(
    () => expect.unreachable('it should have failed'),
    (reason: unknown) => reason,
  );
  const { code, message } = error as { code?: string; message: string };
  return { ...(code === undefined ? {} : { code }), message, whole: inspect(error, { depth: null, showHidden: true }) };
}

/** Waits until the store works again, by itself. */
export const untilReady = (store: NotesStore) => vi.waitFor(() => store.ready(), { timeout: 30_000, interval: 20 });

/**
 * Has 16 clients write without a pause, calls `crash` once `count` notes are acknowledged, and goes on
 * until each client was refused. Gives what was acknowledged, and how each client was refused.
 */
export async function writeUntilCrash(store: NotesStore, count: number, crash: () => Promise<void>) {
  const acknowledged: Note[] = [];
  const refusals: unknown[] = [];
  let crashed: Promise<void> | undefined;
  const client = async (n: number) => {
    for (let i = 0; ; i += 1) {
      try {
        acknowledged.push(await store.create({ title: `${n}/${i}`, text: randomBytes(1000).toString('hex') }));
      } catch (error) {
        refusals.push(error);
        return;
      }
      if (acknowledged.length >= count) crashed ??= crash();
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, n) => client(n)));
  await crashed;
  return { acknowledged, refusals };
}

/** Every acknowledged note is there, as it was acknowledged, in the list and by its id. */
export async function expectAllStored(store: NotesStore, acknowledged: Note[]): Promise<void> {
  const kept = new Map((await allPages(store)).map((note) => [note.id, note]));
  expect(acknowledged.filter((note) => !kept.has(note.id))).toEqual([]);
  for (const note of acknowledged) expect(kept.get(note.id)).toEqual(note);
  for (const note of acknowledged.slice(-50)) expect(await store.get(note.id)).toEqual(note);
}

/** Mounts a disk that fills soon, until the test is over; undefined where this user may not mount. */
export const smallDisk = process.platform === 'linux' && process.getuid?.() === 0 ? mountSmallDisk : undefined;

async function mountSmallDisk(folder: string, megabytes: number): Promise<{ folder: string; grow(): void }> {
  await mkdir(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const { uid, gid } = await stat(dirname(folder));
  await chown(folder, uid, gid);
  return { folder, grow: () => void execFileSync('mount', ['-o', 'remount,size=64m', folder]) };
}
