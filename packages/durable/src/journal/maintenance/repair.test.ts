import { open as openFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectFolder } from './inspection.ts';
import {
  removeFooter,
  change,
  createTestFolder,
  key,
  linesOf,
  onlyFile,
  openTestJournal,
  textsOf,
} from '../../test-support/journals.ts';
import { repairFolder } from './repair.ts';

/** A folder whose one journal holds five changes, each in a batch of its own, whose writer was killed. */
async function fiveChanges(): Promise<{ dir: string; path: string }> {
  const dir = await createTestFolder();
  const journal = await openTestJournal(dir);
  for (let n = 1; n <= 5; n++) await journal.append(change(n));
  await journal.close();
  const path = await onlyFile(dir, 'journal');
  await removeFooter(path);
  return { dir, path };
}

async function damage(path: string, line: number): Promise<number> {
  const { offset } = (await linesOf(path))[line]!;
  const handle = await openFile(path, 'r+');
  await handle.write('?', offset + 70);
  await handle.close();
  return offset;
}

async function contents(dir: string): Promise<Record<string, string>> {
  const names = await readdir(dir);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), 'utf8')])),
  );
}

describe('inspecting a folder', () => {
  it('reports a folder with a torn end as sound, and changes nothing', async () => {
    const { dir, path } = await fiveChanges();
    await writeFile(path, '0badc0de {"key":', { flag: 'a' });
    const before = await contents(dir);
    const report = await inspectFolder(dir);
    expect(report).toMatchObject({ sound: true, keys: 5, foreign: [] });
    expect(report.files).toMatchObject([{ kind: 'journal', lines: 5, damage: [], torn: { bytes: 16 } }]);
    expect(await contents(dir)).toEqual(before);
  });

  it('reports the offset and the length of a damaged line', async () => {
    const { dir, path } = await fiveChanges();
    const offset = await damage(path, 2);
    const report = await inspectFolder(dir);
    const { text } = (await linesOf(path))[2]!;
    expect(report).toMatchObject({ sound: false, keys: 4 });
    expect(report.files[0]!.damage).toEqual([{ offset, bytes: Buffer.byteLength(text) + 1 }]);
  });

  it('lists files that are not journals', async () => {
    const { dir } = await fiveChanges();
    await writeFile(join(dir, 'holiday.jpg'), '');
    expect(await inspectFolder(dir)).toMatchObject({ sound: false, foreign: ['holiday.jpg'] });
  });

  it('rejects with unavailable when the folder does not exist', async () => {
    const dir = await createTestFolder();
    await expect(inspectFolder(join(dir, 'none'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('repairing a folder', () => {
  it('salvages every valid line, keeps the damaged file, and makes the folder open again', async () => {
    const { dir, path } = await fiveChanges();
    await damage(path, 2);
    const damaged = await readFile(path);
    const salvages = await repairFolder(dir);
    expect(salvages).toMatchObject([{ lines: 4, lost: [{ bytes: expect.any(Number) }] }]);
    expect(await readFile(`${path}.damaged`)).toEqual(damaged);
    expect(Object.keys(await textsOf(await openTestJournal(dir)))).toEqual([1, 3, 4, 5].map(key));
    expect(await inspectFolder(dir)).toMatchObject({ sound: true, keys: 4 });
  });

  it('salvages the valid lines of a damaged snapshot', async () => {
    const { dir } = await fiveChanges();
    const journal = await openTestJournal(dir);
    await journal.compact(true);
    await journal.close();
    const path = await onlyFile(dir, 'snapshot');
    await damage(path, 1);
    await expect(openTestJournal(dir)).rejects.toMatchObject({ code: 'corrupt' });
    await repairFolder(dir);
    expect(Object.keys(await textsOf(await openTestJournal(dir)))).toEqual([2, 3, 4, 5].map(key));
  });

  it('does not change a sound folder', async () => {
    const { dir } = await fiveChanges();
    const before = await contents(dir);
    expect(await repairFolder(dir)).toEqual([]);
    expect(await contents(dir)).toEqual(before);
  });
});
