import { join } from 'node:path';
import { removeIfExists } from '../../atomic-file.ts';
import { type FileSystem, writeAll } from '../../file-system.ts';
import { StorageError, fileError } from '../../storage-error.ts';
import { parseFileName } from '../format/file-name.ts';

/** Rejects a folder with other files in it, before anything is written to it. */
export async function checkFolder(fs: FileSystem, dir: string): Promise<void> {
  const foreign = (await fs.readdir(dir)).filter((name) => parseFileName(name) === 'foreign');
  if (foreign.length === 0) return;
  const some = foreign.slice(0, 3).join(', ') + (foreign.length > 3 ? ', …' : '');
  throw new StorageError('invalid', `${dir} holds files that are not journals (${some}). Choose a folder of its own.`);
}

/** Milliseconds. The temporary files of live processes change often enough never to reach this age. */
const leftoverAge = 10 * 60_000;

/** Removes the temporary files of processes that died. */
export async function removeLeftovers(fs: FileSystem, dir: string): Promise<void> {
  for (const name of await fs.readdir(dir)) {
    if (!name.endsWith('.tmp') && !name.startsWith('.probe-')) continue;
    const path = join(dir, name);
    const stat = await fs.stat(path, { bigint: true }).catch(() => undefined);
    if (stat && Date.now() - Number(stat.mtimeMs) > leftoverAge) await removeIfExists(path, fs);
  }
}

/** Writes and syncs a small file and removes it; rejects with the error that prevents that. */
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
    await removeIfExists(path, fs);
  }
}
