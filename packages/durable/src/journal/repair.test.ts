import { open as openFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectFolder } from './inspection.ts';
import { asIfKilled, change, createFolder, key, linesOf, only, open, standing } from './journal-fixture.ts';
import { repairFolder } from './repair.ts';

/** A folder whose one journal holds five changes, each in a batch of its own, whose writer was killed. */
async function fiveChanges(): Promise<{ dir: string; path: string }> {
  const dir = await createFolder();
  const journal = await open(dir);
  for (let n = 1; n <= 5; n++) await journal.append(change(n));
  await journal.close();
  const path = await only(dir, 'journal');
  await asIfKilled(path);
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
  it('finds a sound one sound, torn end and all, and changes nothing', async () => {
    const { dir, path } = await fiveChanges();
    await writeFile(path, '0badc0de {"key":', { flag: 'a' });
    const before = await contents(dir);
    const report = await inspectFolder(dir);
    expect(report).toMatchObject({ sound: true, keys: 5, foreign: [] });
    expect(report.files).toMatchObject([{ kind: 'journal', lines: 5, damage: [], torn: { bytes: 16 } }]);
    expect(await contents(dir)).toEqual(before);
  });

  it('says where a damaged line begins and how long it is', async () => {
    const { dir, path } = await fiveChanges();
    const offset = await damage(path, 2);
    const report = await inspectFolder(dir);
    const { text } = (await linesOf(path))[2]!;
    expect(report).toMatchObject({ sound: false, keys: 4 });
    expect(report.files[0]!.damage).toEqual([{ offset, bytes: Buffer.byteLength(text) + 1 }]);
  });

  it('names files that are not journals', async () => {
    const { dir } = await fiveChanges();
    await writeFile(join(dir, 'holiday.jpg'), '');
    expect(await inspectFolder(dir)).toMatchObject({ sound: false, foreign: ['holiday.jpg'] });
  });

  it('says so when the folder is not there', async () => {
    const dir = await createFolder();
    await expect(inspectFolder(join(dir, 'none'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('repairing a folder', () => {
  it('saves every whole line, keeps the damaged file, and the folder opens again', async () => {
    const { dir, path } = await fiveChanges();
    await damage(path, 2);
    const damaged = await readFile(path);
    const salvages = await repairFolder(dir);
    expect(salvages).toMatchObject([{ lines: 4, lost: [{ bytes: expect.any(Number) }] }]);
    expect(await readFile(`${path}.damaged`)).toEqual(damaged);
    expect(Object.keys(await standing(await open(dir)))).toEqual([1, 3, 4, 5].map(key));
    expect(await inspectFolder(dir)).toMatchObject({ sound: true, keys: 4 });
  });

  it('saves what is left of a damaged snapshot', async () => {
    const { dir } = await fiveChanges();
    const journal = await open(dir);
    await journal.compact(true);
    await journal.close();
    const path = await only(dir, 'snapshot');
    await damage(path, 1);
    await expect(open(dir)).rejects.toMatchObject({ code: 'corrupt' });
    await repairFolder(dir);
    expect(Object.keys(await standing(await open(dir)))).toEqual([2, 3, 4, 5].map(key));
  });

  it('leaves a sound folder as it is', async () => {
    const { dir } = await fiveChanges();
    const before = await contents(dir);
    expect(await repairFolder(dir)).toEqual([]);
    expect(await contents(dir)).toEqual(before);
  });
});
