import { appendFile, copyFile, open as openFile, readFile, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeLine } from './format/line.ts';
import { inspectFolder } from './maintenance/inspection.ts';
import {
  removeFooter,
  change,
  createTestFolder,
  key,
  linesOf,
  onlyFile,
  openTestJournal,
  textsOf,
} from '../test-support/journals.ts';

/** A folder with one journal of three changes, each in a batch of its own, whose writer was killed. */
async function threeChanges(): Promise<{ dir: string; path: string }> {
  const dir = await createTestFolder();
  const journal = await openTestJournal(dir);
  for (const n of [1, 2, 3]) await journal.append(change(n));
  await journal.close();
  const path = await onlyFile(dir, 'journal');
  await removeFooter(path);
  return { dir, path };
}

const allThree = { [key(1)]: 'text 1', [key(2)]: 'text 2', [key(3)]: 'text 3' };

async function overwrite(path: string, offset: number, bytes: Buffer): Promise<void> {
  const handle = await openFile(path, 'r+');
  await handle.write(bytes, 0, bytes.length, offset);
  await handle.close();
}

describe('opening a folder', () => {
  it('finds every appended value, byte for byte', async () => {
    const dir = await createTestFolder();
    const text = 'naïve ☃ \u{1f600} "quoted"\n\tlines\u0000';
    const journal = await openTestJournal(dir);
    await journal.append(change(1, 1, text));
    await journal.close();
    expect(await textsOf(await openTestJournal(dir))).toEqual({ [key(1)]: text });
  });

  it('discards a torn last line, wherever it is cut, and nothing else', async () => {
    const { dir, path } = await threeChanges();
    const content = await readFile(path);
    const last = (await linesOf(path)).at(-1)!;
    for (let end = last.offset; end < content.length; end++) {
      await writeFile(path, content.subarray(0, end));
      const journal = await openTestJournal(dir);
      expect(await textsOf(journal)).toEqual({ [key(1)]: 'text 1', [key(2)]: 'text 2' });
      expect(journal.describe().tornLines).toBe(end === last.offset ? 0 : 1);
      await journal.close();
    }
  });

  it('treats a journal that is cut in its header as empty', async () => {
    const { dir, path } = await threeChanges();
    const content = await readFile(path);
    const header = (await linesOf(path))[1]!.offset;
    for (let end = 0; end < header; end++) {
      await writeFile(path, content.subarray(0, end));
      const journal = await openTestJournal(dir);
      expect(await textsOf(journal)).toEqual({});
      await journal.close();
    }
  });

  it('discards a batch whose first page was lost while its second reached the disk', async () => {
    const dir = await createTestFolder();
    const journal = await openTestJournal(dir);
    await journal.append(change(1));
    await Promise.all([2, 3, 4].map((n) => journal.append(change(n))));
    await journal.close();
    const path = await onlyFile(dir, 'journal');
    await removeFooter(path);
    const lines = await linesOf(path);
    // The first append of the three starts a batch; the other two share the next.
    await overwrite(path, lines.at(-2)!.offset, Buffer.alloc(40));
    expect(Object.keys(await textsOf(await openTestJournal(dir)))).toEqual([key(1), key(2)]);
  });

  it('fails on damage before the end and names the file, the offset and a remedy', async () => {
    const { dir, path } = await threeChanges();
    const second = (await linesOf(path))[2]!;
    await overwrite(path, second.offset + 60, Buffer.from('#'));
    await expect(openTestJournal(dir)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringMatching(new RegExp(`${path} is damaged at byte ${second.offset}.*--repair`)),
    });
  });

  it('detects one changed byte anywhere in the synced part', async () => {
    const { dir, path } = await threeChanges();
    const content = await readFile(path);
    const last = (await linesOf(path)).at(-1)!;
    for (let at = 0; at < last.offset; at += 7) {
      const damaged = Buffer.from(content);
      damaged[at] = damaged[at]! ^ 1;
      await writeFile(path, damaged);
      await expect(openTestJournal(dir), `byte ${at}`).rejects.toMatchObject({ code: 'corrupt' });
    }
  });

  it('detects damage in the last batch too, when the writer closed the journal', async () => {
    const dir = await createTestFolder();
    const journal = await openTestJournal(dir);
    await journal.append(change(1));
    await journal.close();
    const path = await onlyFile(dir, 'journal');
    const { offset } = (await linesOf(path))[1]!;
    await overwrite(path, offset + 60, Buffer.from('#'));
    await expect(openTestJournal(dir)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(`byte ${offset}`),
    });
    expect(await inspectFolder(dir)).toMatchObject({ sound: false });
  });

  it('counts duplicate lines once', async () => {
    const { dir, path } = await threeChanges();
    await copyFile(path, join(dir, `${'f'.repeat(16)}-7.journal`));
    const journal = await openTestJournal(dir);
    expect(await textsOf(journal)).toEqual(allThree);
    expect(journal.describe().keys).toBe(3);
  });

  it('reads sealed files that are not yet compacted', async () => {
    const { dir, path } = await threeChanges();
    await rename(path, path.replace('.journal', '.sealed'));
    expect(await textsOf(await openTestJournal(dir))).toEqual(allThree);
  });

  it('never reads an unfinished snapshot, and removes it when it is old', async () => {
    const { dir } = await threeChanges();
    const path = join(dir, `${'a'.repeat(16)}-0.tmp`);
    await writeFile(path, encodeLine('{"key":"half"}'));
    await (await openTestJournal(dir)).close();
    expect(await readdir(dir)).toContain(`${'a'.repeat(16)}-0.tmp`);
    await utimes(path, 0, 0);
    expect(await textsOf(await openTestJournal(dir))).toEqual(allThree);
    expect(await readdir(dir)).not.toContain(`${'a'.repeat(16)}-0.tmp`);
  });

  it('fails on a snapshot without its footer', async () => {
    const { dir } = await threeChanges();
    const journal = await openTestJournal(dir);
    await journal.compact(true);
    await journal.close();
    const path = await onlyFile(dir, 'snapshot');
    const content = await readFile(path);
    const last = (await linesOf(path)).at(-1)!;
    await writeFile(path, content.subarray(0, last.offset));
    await expect(openTestJournal(dir)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(path),
    });
  });

  it('rejects a later format and names the remedy', async () => {
    const dir = await createTestFolder();
    const header = encodeLine('{"format":"persistence-lab/journal","version":2,"kind":"journal"}');
    await appendFile(join(dir, `${'0'.repeat(16)}-0.journal`), header);
    await expect(openTestJournal(dir)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/version 2.*later/),
    });
  });

  it('rejects a folder that holds other files, and changes nothing', async () => {
    const dir = await createTestFolder();
    await writeFile(join(dir, 'holiday.jpg'), '');
    await expect(openTestJournal(dir)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('holiday.jpg'),
    });
    expect(await readdir(dir)).toEqual(['holiday.jpg']);
  });

  it('ignores files that file systems put into a new volume', async () => {
    const dir = await createTestFolder();
    await writeFile(join(dir, 'lost+found'), '');
    await writeFile(join(dir, '.nfs0001'), '');
    await expect(openTestJournal(dir)).resolves.toBeDefined();
  });
});
