import { mkdtemp, readFile, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Change } from '../journal/format/change.ts';
import { type Journal, type JournalOptions, openJournal } from '../journal/journal.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A folder that is removed after the test. */
export async function createTestFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'journal-'));
  cleanups.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A journal that is closed after the test. */
export async function openTestJournal(dir: string, options: Partial<JournalOptions> = {}): Promise<Journal> {
  const journal = await openJournal({ dir, ...options });
  cleanups.push(() => journal.close());
  return journal;
}

/** A key for a small number. */
export const key = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export function change(n: number, version = 1, text = `text ${n}`): Omit<Change, 'writer'> {
  return { key: key(n), version, created: 1_000 + n, time: 2_000 + version, value: { text } };
}

/** The text of each key that has a value. */
export async function textsOf({ index, read }: Journal): Promise<Record<string, unknown>> {
  const slots = Array.from({ length: index.size }, (_, slot) => slot).filter((slot) => !index.isDeleted(slot));
  const changes = await read(slots);
  return Object.fromEntries(changes.map(({ key, value }) => [key, value?.['text']]));
}

/** The only file of this kind in the folder. */
export async function onlyFile(dir: string, kind: string): Promise<string> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(`.${kind}`));
  if (names.length !== 1) throw new Error(`expected one .${kind} in ${dir}, found ${names.length}`);
  return join(dir, names[0]!);
}

/** Removes the footer, as if the writer had been killed. */
export async function removeFooter(path: string): Promise<void> {
  await truncate(path, (await linesOf(path)).at(-1)!.offset);
}

/** A file's lines with the offsets at which they begin. */
export async function linesOf(path: string): Promise<{ text: string; offset: number }[]> {
  let offset = 0;
  return (await readFile(path, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      const line = { text, offset };
      offset += Buffer.byteLength(text) + 1;
      return line;
    });
}
