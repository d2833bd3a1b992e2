import { join } from 'node:path';
import { removeIfThere } from '../atomic-file.ts';
import { type FileSystem, writeAll } from '../file-system.ts';
import { StorageError, fileError } from '../storage-error.ts';
import { parseFileName } from './file-name.ts';

/** Refuses a folder that was made for something else, before anything is written to it. */
export async function checkFolder(fs: FileSystem, dir: string): Promise<void> {
  const foreign = (await fs.readdir(dir)).filter((name) => parseFileName(name) === 'foreign');
  if (foreign.length === 0) return;
  const some = foreign.slice(0, 3).join(', ') + (foreign.length > 3 ? ', …' : '');
  throw new StorageError('invalid', `${dir} holds files that are not journals (${some}). Choose a folder of its own.`);
}

/** Half-made snapshots and probes of processes that died. One of a live process changes, so that it is never this old. */
const leftoverAge = 10 * 60_000;

/** Removes what processes left that died in the middle of something. */
export async function removeLeftovers(fs: FileSystem, dir: string): Promise<void> {
  for (const name of await fs.readdir(dir)) {
    if (!name.endsWith('.tmp') && !name.startsWith('.probe-')) continue;
    const path = join(dir, name);
    const stat = await fs.stat(path, { bigint: true }).catch(() => undefined);
    if (stat && Date.now() - Number(stat.mtimeMs) > leftoverAge) await removeIfThere(path, fs);
  }
}

/** Writes and syncs a small file and removes it; rejects with what prevents that. */
export async function probeFolder(fs: FileSystem, dir: string, writer: string): Promise<void> {
  const path = join(dir, `.probe-${writer}`);
  try {
    const handle = await fs.open(path, 'w');
    try {
      await writeAll(handle, Buffer.from('ok'));
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(`writing to ${dir}`, error);
  } finally {
    await removeIfThere(path, fs);
  }
}
