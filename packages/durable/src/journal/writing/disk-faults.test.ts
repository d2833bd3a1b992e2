import { mkdir, readdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type FileHandle, type FileSystem, realFileSystem } from '../../file-system.ts';
import { change, createTestFolder, key, openTestJournal, textsOf } from '../../test-support/journals.ts';

type Call = 'write' | 'datasync';

/** The real file system, except that calls on `.journal` files fail on demand. */
function faultyFileSystem(): {
  fs: FileSystem;
  fail: (call: Call, code: string, times?: number) => void;
  calls: Call[];
} {
  const calls: Call[] = [];
  let fault: { call: Call; code: string; times: number } | undefined;
  const record = (call: Call) => {
    calls.push(call);
    if (fault?.call !== call || fault.times-- <= 0) return;
    throw Object.assign(new Error(`${fault.code}: injected into ${call}`), { code: fault.code });
  };
  const wrap = (handle: FileHandle): FileHandle => ({
    read: (...args) => handle.read(...args),
    stat: (options) => handle.stat(options),
    sync: () => handle.sync(),
    close: () => handle.close(),
    async write(bytes, offset, length) {
      try {
        record('write');
      } catch (error) {
        // A full disk accepts what fits.
        await handle.write(bytes, offset, Math.floor(length / 2));
        throw error;
      }
      return handle.write(bytes, offset, length);
    },
    async datasync() {
      record('datasync');
      await handle.datasync();
    },
  });
  const fs: FileSystem = {
    ...realFileSystem,
    async open(path, flags) {
      const handle = await realFileSystem.open(path, flags);
      return path.endsWith('.journal') ? wrap(handle) : handle;
    },
  };
  return { fs, calls, fail: (call, code, times = 1) => (fault = { call, code, times }) };
}

describe('a failing disk', () => {
  it.each([
    ['write', 'ENOSPC', 'no-space'],
    ['write', 'EDQUOT', 'no-space'],
    ['write', 'EROFS', 'unavailable'],
    ['datasync', 'EIO', 'unavailable'],
    ['datasync', 'ENOSPC', 'no-space'],
  ] as const)(
    'turns a failed %s with %s into %s, keeps every acknowledged change and continues',
    async (call, code, expected) => {
      const dir = await createTestFolder();
      const { fs, fail } = faultyFileSystem();
      const journal = await openTestJournal(dir, { fs });
      await journal.append(change(1));
      fail(call, code);
      await expect(journal.append(change(2))).rejects.toMatchObject({ code: expected });
      await journal.append(change(3));
      const texts = await textsOf(await openTestJournal(dir));
      expect(texts).toMatchObject({ [key(1)]: 'text 1', [key(3)]: 'text 3' });
    },
  );

  it('never appends to a file again after its sync failed', async () => {
    const dir = await createTestFolder();
    const { fs, fail } = faultyFileSystem();
    const journal = await openTestJournal(dir, { fs });
    await journal.append(change(1));
    fail('datasync', 'EIO');
    await expect(journal.append(change(2))).rejects.toThrow('EIO');
    await journal.append(change(3));
    expect((await readdir(dir)).length).toBe(2);
  });

  it('leaves no empty files behind while the disk stays full', async () => {
    const dir = await createTestFolder();
    const { fs, fail } = faultyFileSystem();
    const journal = await openTestJournal(dir, { fs });
    await journal.append(change(1));
    fail('write', 'ENOSPC', 50);
    for (let n = 0; n < 50; n++) await expect(journal.append(change(2))).rejects.toMatchObject({ code: 'no-space' });
    expect((await readdir(dir)).length).toBe(1);
  });

  it('commits all changes that arrive during a sync with the next one', async () => {
    const { fs, calls } = faultyFileSystem();
    const journal = await openTestJournal(await createTestFolder(), { fs });
    await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append(change(n))));
    expect(calls.filter((call) => call === 'datasync').length).toBe(2);
  });

  it('keeps reading but fails its probe while the folder is missing, and recovers when it is back', async () => {
    const dir = await createTestFolder();
    const journal = await openTestJournal(dir);
    await journal.append(change(1));
    await rm(dir, { recursive: true });
    await expect(journal.append(change(2))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(journal.probe()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await textsOf(journal)).toMatchObject({ [key(1)]: 'text 1' });
    await mkdir(dir);
    await journal.append(change(3));
    await journal.refresh();
    await expect(journal.probe(), 'key 1 exists only in memory').rejects.toThrow(/removed while in use/);
  });
});
