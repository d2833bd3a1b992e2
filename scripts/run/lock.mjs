import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds after which a lock is not believed any more: its pid may be another process by now. */
const longestInstall = 20 * 60_000;

/** Runs `work` while no other run of ours downloads or installs. */
export async function withLock(root, work) {
  mkdirSync(join(root, '.node'), { recursive: true });
  const file = join(root, '.node', 'lock');
  let told = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder === undefined) rmSync(file, { force: true });
    else if (!told) console.log(`Waiting for process ${holder}, which is installing ...`);
    told ||= holder !== undefined;
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // An empty file is one that is being written at this moment.
    if (Date.now() - statSync(file).mtimeMs > longestInstall) return undefined;
    if (pid !== 0) process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}
