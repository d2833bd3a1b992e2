import { readdir, rename } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type FileSystem, realFileSystem } from '../file-system.ts';
import type { Journal } from './journal.ts';
import {
  change,
  createTestFolder,
  key,
  linesOf,
  onlyFile,
  openTestJournal,
  textsOf,
} from '../test-support/journals.ts';

/** The real file system, which reports each time the size of an open file is checked. */
function watchStat(onStat: (path: string) => void): FileSystem {
  return {
    ...realFileSystem,
    async open(path, flags) {
      const handle = await realFileSystem.open(path, flags);
      const stat = handle.stat.bind(handle);
      return Object.assign(handle, { stat: (options: { bigint: true }) => (onStat(path), stat(options)) });
    },
  };
}

describe('several writers on one folder', () => {
  it('see every acknowledged change of the others at their next refresh', async () => {
    const dir = await createTestFolder();
    const [one, two] = [await openTestJournal(dir), await openTestJournal(dir)];
    for (let n = 0; n < 20; n++) {
      await (n % 2 ? one : two).append(change(n));
      const reader = n % 2 ? two : one;
      await reader.refresh();
      expect(reader.index.slotOf(key(n)), `key ${n}`).toBeGreaterThanOrEqual(0);
    }
    expect(await textsOf(one)).toEqual(await textsOf(two));
  });

  it('agree on the higher version, then the later time, then the greater writer', async () => {
    const dir = await createTestFolder();
    const [one, two] = [await openTestJournal(dir), await openTestJournal(dir)];
    await one.append({ ...change(1, 2, 'higher version'), time: 1 });
    await two.append({ ...change(1, 1, 'lower version'), time: 9 });
    await one.append({ ...change(2, 1, 'earlier'), time: 1 });
    await two.append({ ...change(2, 1, 'later'), time: 2 });
    await one.append(change(3, 1, 'one'));
    await two.append(change(3, 1, 'two'));
    await one.refresh();
    await two.refresh();
    const seen = await textsOf(one);
    expect(seen).toMatchObject({ [key(1)]: 'higher version', [key(2)]: 'later' });
    expect(await textsOf(two)).toEqual(seen);
    expect(await textsOf(await openTestJournal(dir))).toEqual(seen);
  });

  it.each([
    ['before they notice', () => Promise.resolve()],
    ['after they notice', (journal: Journal) => journal.refresh()],
  ])('write a batch again when their journal was sealed before the batch was in it, %s', async (_, meanwhile) => {
    const dir = await createTestFolder();
    const journal = await openTestJournal(dir);
    await journal.append(change(1));
    const path = await onlyFile(dir, 'journal');
    await rename(path, path.replace('.journal', '.sealed'));
    await meanwhile(journal);
    await journal.append(change(2));
    const rewritten = await linesOf(await onlyFile(dir, 'journal'));
    expect(rewritten.some(({ text }) => text.includes(key(2)))).toBe(true);
    expect(await textsOf(await openTestJournal(dir))).toEqual({ [key(1)]: 'text 1', [key(2)]: 'text 2' });
  });

  it('no longer check a journal that its writer closed', async () => {
    const dir = await createTestFolder();
    const [closed, open] = [await openTestJournal(dir), await openTestJournal(dir)];
    await closed.append(change(1));
    await open.append(change(2));
    await closed.close();
    const checked: string[] = [];
    const reader = await openTestJournal(dir, { fs: watchStat((path) => checked.push(path)) });
    checked.length = 0;
    await reader.refresh();
    expect(checked.length, 'only the journal that may still grow').toBe(1);
    await open.append(change(3));
    await reader.refresh();
    expect(Object.keys(await textsOf(reader)).length).toBe(3);
  });

  it('continue to read a sealed journal where they stopped', async () => {
    const dir = await createTestFolder();
    const [one, two] = [await openTestJournal(dir), await openTestJournal(dir)];
    for (let n = 0; n < 5; n++) await one.append(change(n));
    await two.refresh();
    const before = two.describe().linesRead;
    const path = await onlyFile(dir, 'journal');
    await rename(path, path.replace('.journal', '.sealed'));
    await two.refresh();
    expect(two.describe().linesRead).toBe(before);
  });
});

describe('compaction', () => {
  it('leaves one snapshot of the latest changes, deletions included', async () => {
    const dir = await createTestFolder();
    for (const version of [1, 2, 3]) {
      const journal = await openTestJournal(dir);
      for (let n = 0; n < 10; n++) await journal.append(change(n, version, `version ${version}`));
      await journal.close();
    }
    const journal = await openTestJournal(dir);
    await journal.append({ key: key(0), version: 4, created: 1, time: 1 });
    await journal.close();
    const compacting = await openTestJournal(dir);
    const before = await textsOf(compacting);
    expect(await compacting.compact(true)).toBe(true);
    expect((await readdir(dir)).map((name) => name.split('.')[1])).toEqual(['snapshot']);
    expect(await textsOf(compacting)).toEqual(before);
    expect((await linesOf(await onlyFile(dir, 'snapshot'))).length).toBe(10 + 2);
    const reopened = await openTestJournal(dir);
    expect(await textsOf(reopened)).toEqual(before);
    expect(reopened.index.version(reopened.index.slotOf(key(0)))).toBe(4);
  });

  it('does not disturb processes that read and write meanwhile', async () => {
    const dir = await createTestFolder();
    const [one, two, compacting] = [await openTestJournal(dir), await openTestJournal(dir), await openTestJournal(dir)];
    const writing = [one, two].map(async (journal, writer) => {
      for (let n = 0; n < 50; n++) {
        await journal.append(change(writer * 1000 + n));
        await journal.refresh();
        await journal.read([journal.index.slotOf(key(writer * 1000 + n))]);
      }
    });
    let compactions = 0;
    const done = new AbortController();
    const compaction = (async () => {
      while (!done.signal.aborted) compactions += Number(await compacting.compact(true));
    })();
    await Promise.all(writing);
    done.abort();
    await compaction;
    expect(compactions).toBeGreaterThan(1);
    for (const journal of [one, two, compacting]) await journal.refresh();
    expect(Object.keys(await textsOf(one)).length).toBe(100);
    expect(await textsOf(two)).toEqual(await textsOf(one));
    expect(await textsOf(compacting)).toEqual(await textsOf(one));
    expect(await textsOf(await openTestJournal(dir))).toEqual(await textsOf(one));
  });

  it('works when two processes do it at once', async () => {
    const dir = await createTestFolder();
    for (let n = 0; n < 5; n++) {
      const journal = await openTestJournal(dir);
      await journal.append(change(n));
      await journal.close();
    }
    const [one, two] = [await openTestJournal(dir), await openTestJournal(dir)];
    const before = await textsOf(one);
    await Promise.all([one.compact(true), two.compact(true)]);
    for (const journal of [one, two]) {
      await journal.refresh();
      expect(await textsOf(journal)).toEqual(before);
    }
    expect(await textsOf(await openTestJournal(dir))).toEqual(before);
  });

  it('keeps the folder small over many restarts', async () => {
    const dir = await createTestFolder();
    for (let n = 0; n < 100; n++) {
      const journal = await openTestJournal(dir);
      await journal.compact();
      await journal.append(change(n));
      await journal.close();
    }
    expect((await readdir(dir)).length).toBeLessThan(20);
    expect(Object.keys(await textsOf(await openTestJournal(dir))).length).toBe(100);
  });
});
