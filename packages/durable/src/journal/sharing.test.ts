import { readdir, rename } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type FileSystem, realFileSystem } from '../file-system.ts';
import type { Journal } from './journal.ts';
import { change, createFolder, key, linesOf, only, open, standing } from './journal-fixture.ts';

/** The real file system, which tells of every look at the size of an open file. */
function watchingStat(look: (path: string) => void): FileSystem {
  return {
    ...realFileSystem,
    async open(path, flags) {
      const handle = await realFileSystem.open(path, flags);
      const stat = handle.stat.bind(handle);
      return Object.assign(handle, { stat: (options: { bigint: true }) => (look(path), stat(options)) });
    },
  };
}

describe('several writers on one folder', () => {
  it('see at once what another acknowledged', async () => {
    const dir = await createFolder();
    const [one, two] = [await open(dir), await open(dir)];
    for (let n = 0; n < 20; n++) {
      await (n % 2 ? one : two).append(change(n));
      const reader = n % 2 ? two : one;
      await reader.refresh();
      expect(reader.index.slotOf(key(n)), `key ${n}`).toBeGreaterThanOrEqual(0);
    }
    expect(await standing(one)).toEqual(await standing(two));
  });

  it('agree on the higher version, then the later time, then the greater writer', async () => {
    const dir = await createFolder();
    const [one, two] = [await open(dir), await open(dir)];
    await one.append({ ...change(1, 2, 'higher version'), time: 1 });
    await two.append({ ...change(1, 1, 'lower version'), time: 9 });
    await one.append({ ...change(2, 1, 'earlier'), time: 1 });
    await two.append({ ...change(2, 1, 'later'), time: 2 });
    await one.append(change(3, 1, 'one'));
    await two.append(change(3, 1, 'two'));
    await one.refresh();
    await two.refresh();
    const seen = await standing(one);
    expect(seen).toMatchObject({ [key(1)]: 'higher version', [key(2)]: 'later' });
    expect(await standing(two)).toEqual(seen);
    expect(await standing(await open(dir))).toEqual(seen);
  });

  it.each([
    ['without having noticed', () => Promise.resolve()],
    ['after having read the folder', (journal: Journal) => journal.refresh()],
  ])('write a batch again when their journal was sealed before it was in it, %s', async (_, meanwhile) => {
    const dir = await createFolder();
    const journal = await open(dir);
    await journal.append(change(1));
    const path = await only(dir, 'journal');
    await rename(path, path.replace('.journal', '.sealed'));
    await meanwhile(journal);
    await journal.append(change(2));
    const fresh = await linesOf(await only(dir, 'journal'));
    expect(fresh.some(({ text }) => text.includes(key(2)))).toBe(true);
    expect(await standing(await open(dir))).toEqual({ [key(1)]: 'text 1', [key(2)]: 'text 2' });
  });

  it('look no more at a journal that its writer has ended', async () => {
    const dir = await createFolder();
    const [ended, going] = [await open(dir), await open(dir)];
    await ended.append(change(1));
    await going.append(change(2));
    await ended.close();
    const looks: string[] = [];
    const reader = await open(dir, { fs: watchingStat((path) => looks.push(path)) });
    looks.length = 0;
    await reader.refresh();
    expect(looks.length, 'the one that may still grow').toBe(1);
    await going.append(change(3));
    await reader.refresh();
    expect(Object.keys(await standing(reader)).length).toBe(3);
  });

  it('read a sealed journal on from where they were, not again', async () => {
    const dir = await createFolder();
    const [one, two] = [await open(dir), await open(dir)];
    for (let n = 0; n < 5; n++) await one.append(change(n));
    await two.refresh();
    const before = two.describe().linesRead;
    const path = await only(dir, 'journal');
    await rename(path, path.replace('.journal', '.sealed'));
    await two.refresh();
    expect(two.describe().linesRead).toBe(before);
  });
});

describe('merging', () => {
  it('leaves one snapshot of what stands, deletions included', async () => {
    const dir = await createFolder();
    for (const version of [1, 2, 3]) {
      const journal = await open(dir);
      for (let n = 0; n < 10; n++) await journal.append(change(n, version, `version ${version}`));
      await journal.close();
    }
    const journal = await open(dir);
    await journal.append({ key: key(0), version: 4, created: 1, time: 1 });
    await journal.close();
    const merging = await open(dir);
    const before = await standing(merging);
    expect(await merging.compact(true)).toBe(true);
    expect((await readdir(dir)).map((name) => name.split('.')[1])).toEqual(['snapshot']);
    expect(await standing(merging)).toEqual(before);
    expect((await linesOf(await only(dir, 'snapshot'))).length).toBe(10 + 2);
    const reopened = await open(dir);
    expect(await standing(reopened)).toEqual(before);
    expect(reopened.index.version(reopened.index.slotOf(key(0)))).toBe(4);
  });

  it('goes unnoticed by who reads and writes meanwhile', async () => {
    const dir = await createFolder();
    const [one, two, merging] = [await open(dir), await open(dir), await open(dir)];
    const writing = [one, two].map(async (journal, writer) => {
      for (let n = 0; n < 50; n++) {
        await journal.append(change(writer * 1000 + n));
        await journal.refresh();
        await journal.read([journal.index.slotOf(key(writer * 1000 + n))]);
      }
    });
    let merges = 0;
    const done = new AbortController();
    const merge = (async () => {
      while (!done.signal.aborted) merges += Number(await merging.compact(true));
    })();
    await Promise.all(writing);
    done.abort();
    await merge;
    expect(merges).toBeGreaterThan(1);
    for (const journal of [one, two, merging]) await journal.refresh();
    expect(Object.keys(await standing(one)).length).toBe(100);
    expect(await standing(two)).toEqual(await standing(one));
    expect(await standing(merging)).toEqual(await standing(one));
    expect(await standing(await open(dir))).toEqual(await standing(one));
  });

  it('may be done by two at once', async () => {
    const dir = await createFolder();
    for (let n = 0; n < 5; n++) {
      const journal = await open(dir);
      await journal.append(change(n));
      await journal.close();
    }
    const [one, two] = [await open(dir), await open(dir)];
    const before = await standing(one);
    await Promise.all([one.compact(true), two.compact(true)]);
    for (const journal of [one, two]) {
      await journal.refresh();
      expect(await standing(journal)).toEqual(before);
    }
    expect(await standing(await open(dir))).toEqual(before);
  });

  it('keeps the folder small over many restarts', async () => {
    const dir = await createFolder();
    for (let n = 0; n < 100; n++) {
      const journal = await open(dir);
      await journal.compact();
      await journal.append(change(n));
      await journal.close();
    }
    expect((await readdir(dir)).length).toBeLessThan(20);
    expect(Object.keys(await standing(await open(dir))).length).toBe(100);
  });
});
