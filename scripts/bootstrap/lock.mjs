import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds after which a lock is stale: its pid may belong to another process by then. */
const staleAfter = 20 * 60_000;

/**
 * Runs `work` while no other process downloads or installs. `work` receives a function that records the pid of the npm
 * that it starts: npm survives when this process is killed, and the lock holds until npm ends.
 */
export async function withLock(root, work) {
  mkdirSync(join(root, '.node'), { recursive: true });
  const file = join(root, '.node', 'lock');
  let printed = false;
  while (!acquire(file)) {
    const owner = ownerOf(file);
    if (owner === undefined) rmSync(file, { force: true });
    else if (!printed) console.log(`Waiting for process ${owner}, which is installing ...`);
    printed ||= owner !== undefined;
    await delay(200);
  }
  try {
    return await work((pid) => writeFileSync(file, `${process.pid} ${pid}`));
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** The pid of a running process that has the lock; 0 while it is not written yet. */
function ownerOf(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleAfter) return undefined;
    return readFileSync(file, 'utf8').split(' ').map(Number).find(isRunning);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function isRunning(pid) {
  try {
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
