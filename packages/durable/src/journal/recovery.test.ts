import { appendFile, copyFile, open as openFile, readFile, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeLine } from './line.ts';
import { inspectFolder } from './inspection.ts';
import { asIfKilled, change, createFolder, key, linesOf, only, open, standing } from './journal-fixture.ts';

/** A folder with one journal of three changes, each in a batch of its own, whose writer was killed. */
async function threeChanges(): Promise<{ dir: string; path: string }> {
  const dir = await createFolder();
  const journal = await open(dir);
  for (const n of [1, 2, 3]) await journal.append(change(n));
  await journal.close();
  const path = await only(dir, 'journal');
  await asIfKilled(path);
  return { dir, path };
}

const allThree = { [key(1)]: 'text 1', [key(2)]: 'text 2', [key(3)]: 'text 3' };

async function overwrite(path: string, offset: number, bytes: Buffer): Promise<void> {
  const handle = await openFile(path, 'r+');
  await handle.write(bytes, 0, bytes.length, offset);
  await handle.close();
}

describe('opening a folder', () => {
  it('finds what was appended, byte for byte', async () => {
    const dir = await createFolder();
    const text = 'naïve ☃ \u{1f600} "quoted"\n\tlines\u0000';
    const journal = await open(dir);
    await journal.append(change(1, 1, text));
    await journal.close();
    expect(await standing(await open(dir))).toEqual({ [key(1)]: text });
  });

  it('drops a torn last line wherever it was cut, and nothing else', async () => {
    const { dir, path } = await threeChanges();
    const whole = await readFile(path);
    const last = (await linesOf(path)).at(-1)!;
    for (let end = last.offset; end < whole.length; end++) {
      await writeFile(path, whole.subarray(0, end));
      const journal = await open(dir);
      expect(await standing(journal)).toEqual({ [key(1)]: 'text 1', [key(2)]: 'text 2' });
      expect(journal.describe().tornLines).toBe(end === last.offset ? 0 : 1);
      await journal.close();
    }
  });

  it('reads a journal that was cut in its header as empty', async () => {
    const { dir, path } = await threeChanges();
    const whole = await readFile(path);
    const header = (await linesOf(path))[1]!.offset;
    for (let end = 0; end < header; end++) {
      await writeFile(path, whole.subarray(0, end));
      const journal = await open(dir);
      expect(await standing(journal)).toEqual({});
      await journal.close();
    }
  });

  it('drops a batch whose first page was lost while its second reached the disk', async () => {
    const dir = await createFolder();
    const journal = await open(dir);
    await journal.append(change(1));
    await Promise.all([2, 3, 4].map((n) => journal.append(change(n))));
    await journal.close();
    const path = await only(dir, 'journal');
    await asIfKilled(path);
    const lines = await linesOf(path);
    // The first append of the three began a batch at once; the other two share the next one.
    await overwrite(path, lines.at(-2)!.offset, Buffer.alloc(40));
    expect(Object.keys(await standing(await open(dir)))).toEqual([key(1), key(2)]);
  });

  it('stops at damage before the end, with the file, the offset and a remedy', async () => {
    const { dir, path } = await threeChanges();
    const second = (await linesOf(path))[2]!;
    await overwrite(path, second.offset + 60, Buffer.from('#'));
    await expect(open(dir)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringMatching(new RegExp(`${path} is damaged at byte ${second.offset}.*--repair`)),
    });
  });

  it('notices one changed byte anywhere in what was synced', async () => {
    const { dir, path } = await threeChanges();
    const whole = await readFile(path);
    const last = (await linesOf(path)).at(-1)!;
    for (let at = 0; at < last.offset; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ 1;
      await writeFile(path, damaged);
      await expect(open(dir), `byte ${at}`).rejects.toMatchObject({ code: 'corrupt' });
    }
  });

  it('notices damage in the last batch too, when the writer ended in good order', async () => {
    const dir = await createFolder();
    const journal = await open(dir);
    await journal.append(change(1));
    await journal.close();
    const path = await only(dir, 'journal');
    const { offset } = (await linesOf(path))[1]!;
    await overwrite(path, offset + 60, Buffer.from('#'));
    await expect(open(dir)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(`byte ${offset}`),
    });
    expect(await inspectFolder(dir)).toMatchObject({ sound: false });
  });

  it('takes the same lines twice as once', async () => {
    const { dir, path } = await threeChanges();
    await copyFile(path, join(dir, `${'f'.repeat(16)}-7.journal`));
    const journal = await open(dir);
    expect(await standing(journal)).toEqual(allThree);
    expect(journal.describe().keys).toBe(3);
  });

  it('reads what was sealed and not yet merged', async () => {
    const { dir, path } = await threeChanges();
    await rename(path, path.replace('.journal', '.sealed'));
    expect(await standing(await open(dir))).toEqual(allThree);
  });

  it('never reads a half-made snapshot, and removes it when it is old', async () => {
    const { dir } = await threeChanges();
    const path = join(dir, `${'a'.repeat(16)}-0.tmp`);
    await writeFile(path, encodeLine('{"key":"half"}'));
    await (await open(dir)).close();
    expect(await readdir(dir)).toContain(`${'a'.repeat(16)}-0.tmp`);
    await utimes(path, 0, 0);
    expect(await standing(await open(dir))).toEqual(allThree);
    expect(await readdir(dir)).not.toContain(`${'a'.repeat(16)}-0.tmp`);
  });

  it('stops at a snapshot that lacks its end', async () => {
    const { dir } = await threeChanges();
    const journal = await open(dir);
    await journal.compact(true);
    await journal.close();
    const path = await only(dir, 'snapshot');
    const whole = await readFile(path);
    const last = (await linesOf(path)).at(-1)!;
    await writeFile(path, whole.subarray(0, last.offset));
    await expect(open(dir)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringContaining(path) });
  });

  it('refuses a later format and names the way out', async () => {
    const dir = await createFolder();
    const header = encodeLine('{"format":"persistence-lab/journal","version":2,"kind":"journal"}');
    await appendFile(join(dir, `${'0'.repeat(16)}-0.journal`), header);
    await expect(open(dir)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/version 2.*later/),
    });
  });

  it('refuses a folder that holds other things, and leaves it as it is', async () => {
    const dir = await createFolder();
    await writeFile(join(dir, 'holiday.jpg'), '');
    await expect(open(dir)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('holiday.jpg') });
    expect(await readdir(dir)).toEqual(['holiday.jpg']);
  });

  it('passes over what file systems put into a fresh volume', async () => {
    const dir = await createFolder();
    await writeFile(join(dir, 'lost+found'), '');
    await writeFile(join(dir, '.nfs0001'), '');
    await expect(open(dir)).resolves.toBeDefined();
  });
});
