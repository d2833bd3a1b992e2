import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds after which a lock is not believed any more: its pid may be another process by now. */
const longestInstall = 20 * 60_000;

/**
 * Runs `work` while no other run of ours downloads or installs. It tells the pid of the npm that it
 * starts: when we are killed, npm lives on, and the lock lives as long as it does.
 */
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
    return await work((pid) => writeFileSync(file, `${process.pid} ${pid}`));
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

/** The pid of a living process that has the lock; 0 when it is not written yet. */
function holderOf(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > longestInstall) return undefined;
    return readFileSync(file, 'utf8').split(' ').map(Number).find(lives);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function lives(pid) {
  try {
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
