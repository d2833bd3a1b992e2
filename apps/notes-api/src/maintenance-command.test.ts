import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openFileStore } from './stores/file/file-store.ts';
import { testFolder } from './test-support/app.ts';
import { runService } from './test-support/process.ts';

// Processes start slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

/** A data directory with three notes; returns it and the path of their journal. */
async function threeNotes(): Promise<{ dir: string; journal: string }> {
  const dir = await testFolder();
  const logger = { warn: () => undefined };
  const store = await openFileStore({ dir, author: { writtenBy: 'pod-1', now: Date.now }, logger });
  for (const title of ['one', 'two', 'three']) await store.create({ title, text: 'text' });
  await store.close();
  const [name] = await readdir(join(dir, 'notes'));
  return { dir, journal: join(dir, 'notes', name!) };
}

/** Changes one byte in the middle of the file. */
async function damage(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  const { size } = await handle.stat();
  await handle.write('\u0001', Math.floor(size / 2));
  await handle.close();
}

describe('the command line', () => {
  it('checks a sound folder and ends with 0', async () => {
    const { dir } = await threeNotes();
    const { code, output } = await runService({}, ['--check', dir]);
    expect(output).toMatch(/3 notes in 1 files, sound/);
    expect(code).toBe(0);
  });

  it('refuses to serve damaged notes, says where, repairs on demand and serves again', async () => {
    const { dir, journal } = await threeNotes();
    await damage(journal);
    const refused = await runService({ DATA_DIR: dir });
    expect(refused.code).not.toBe(0);
    expect(refused.output + refused.errors).toMatch(/is damaged at byte \d+.*--repair/);
    const checked = await runService({}, ['--check', dir]);
    expect(checked).toMatchObject({ code: 1, output: expect.stringMatching(/NOT SOUND[^]*damaged at byte \d+/) });
    const repaired = await runService({}, ['--repair', dir]);
    expect(repaired).toMatchObject({
      code: 1,
      output: expect.stringMatching(/2 changes saved to .*\n[^]*2 notes in 1 files, sound/),
    });
    expect(await readdir(join(dir, 'notes'))).toContainEqual(expect.stringMatching(/\.damaged$/));
    expect(await runService({}, ['--check', dir])).toMatchObject({ code: 0 });
  });

  it('says in a sentence that a folder is not there', async () => {
    const { code, errors } = await runService({}, ['--check', '/nowhere/at/all']);
    expect(errors).toMatch(/ENOENT/);
    expect(errors).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });

  it('explains itself, and what it does not know', async () => {
    expect(await runService({}, ['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--check DIR') });
    const { code, errors } = await runService({}, ['--chekc', 'x']);
    expect(errors).toMatch(/--chekc[^]*Usage/);
    expect(code).toBe(2);
  });
});
