import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const lock = fileURLToPath(new URL('./lock.mjs', import.meta.url));
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lock-'));
  await mkdir(join(root, '.node'));
});

afterEach(() => rm(root, { recursive: true }));

/** Runs `code` in another process, with `withLock` and `root` in scope. */
function withLock(code: string) {
  const script = `const { withLock } = await import(${JSON.stringify(lock)}); const root = ${JSON.stringify(root)}; ${code}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 30_000 });
}

test('acquires the lock of a process that has ended', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  await writeFile(join(root, '.node', 'lock'), String(dead));
  expect(withLock('await withLock(root, () => console.log("done"))').stdout).toBe('done\n');
});

test('releases the lock when the work fails', () => {
  const failing = withLock('await withLock(root, () => { throw new Error("no") })');
  expect(failing.stderr).toContain('Error: no');
  expect(withLock('await withLock(root, () => console.log("done"))').stdout).toBe('done\n');
});

test('waits while the npm of a killed run still works', async () => {
  const code = `
    import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    const npm = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600)']);
    writeFileSync(root + '/.node/lock', '999999999 ' + npm.pid);
    let ended = false;
    npm.once('exit', () => (ended = true));
    await withLock(root, () => console.log('after npm:', ended));`;
  expect(withLock(code).stdout).toMatch(/Waiting for process \d+, which is installing ...\nafter npm: true/);
  await expect(readFile(join(root, '.node', 'lock'))).rejects.toThrow('ENOENT');
});
