import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openFileStore } from './stores/file/file-store.ts';
import { testFolder } from './test-support/app.ts';
import { runService } from './test-support/process.ts';

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Creates a data directory with three notes; returns it and the path of their journal. */
async function createThreeNotes(): Promise<{ dir: string; journal: string }> {
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
  it('checks a folder without damage and exits with 0', async () => {
    const { dir } = await createThreeNotes();
    const { code, output } = await runService({}, ['--check', dir]);
    expect(output).toMatch(/3 notes in 1 file, no damage/);
    expect(code).toBe(0);
  });

  it('does not serve damaged notes, names the damage, and repairs it on request', async () => {
    const { dir, journal } = await createThreeNotes();
    await damage(journal);
    const rejected = await runService({ DATA_DIR: dir });
    expect(rejected.code).not.toBe(0);
    expect(rejected.output + rejected.errors).toMatch(/is damaged at byte \d+.*--repair/);
    const checked = await runService({}, ['--check', dir]);
    expect(checked).toMatchObject({ code: 1, output: expect.stringMatching(/DAMAGED[^]*damaged at byte \d+/) });
    const repaired = await runService({}, ['--repair', dir]);
    expect(repaired).toMatchObject({
      code: 1,
      output: expect.stringMatching(/2 changes saved to .*\n[^]*2 notes in 1 file, no damage/),
    });
    expect(await readdir(join(dir, 'notes'))).toContainEqual(expect.stringMatching(/\.damaged$/));
    expect(await runService({}, ['--check', dir])).toMatchObject({ code: 0 });
  });

  it('reports a missing folder in one sentence', async () => {
    const { code, errors } = await runService({}, ['--check', '/nowhere/at/all']);
    expect(errors).toMatch(/ENOENT/);
    expect(errors).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });

  it('prints help on request and after an unknown option', async () => {
    expect(await runService({}, ['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--check DIR') });
    const { code, errors } = await runService({}, ['--chekc', 'x']);
    expect(errors).toMatch(/--chekc[^]*Usage/);
    expect(code).toBe(2);
  });
});
