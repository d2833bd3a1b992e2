import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { type FileSystem, realFileSystem, writeAll } from './file-system.ts';
import { errorCode, fileError } from './storage-error.ts';

/**
 * Replaces a file's content in one step: readers see the old content or the new, and once the
 * promise resolves the new one outlives a power cut. The steps are a temporary file beside it,
 * fsync, rename, fsync of the folder; without the last one the rename itself may be lost
 * (fsync(2): "Calling fsync() does not necessarily ensure that the entry in the directory
 * containing the file has also reached disk").
 *
 * Rejects with StorageError `no-space` or `unavailable`; the old content then still stands.
 */
export async function writeFileDurably(path: string, data: Uint8Array | string, fs = realFileSystem): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeSynced(temporary, typeof data === 'string' ? Buffer.from(data) : data, fs);
    await fs.rename(temporary, path);
    await syncFolder(folder, fs);
  } catch (error) {
    await removeIfThere(temporary, fs);
    throw fileError(`writing ${path}`, error);
  }
}

async function writeSynced(path: string, data: Uint8Array, fs: FileSystem): Promise<void> {
  const handle = await fs.open(path, 'wx');
  try {
    await writeAll(handle, data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder (new, renamed and removed files) outlive a power cut: fsync on the folder itself. */
export async function syncFolder(path: string, fs = realFileSystem): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and those above it, each new name on disk before the promise resolves. A folder that is there already is fine. */
export async function makeFolder(path: string, fs = realFileSystem): Promise<void> {
  const full = resolve(path);
  try {
    await makeOne(full, fs);
  } catch (error) {
    throw fileError(`making the folder ${full}`, error);
  }
}

async function makeOne(path: string, fs: FileSystem): Promise<void> {
  try {
    await fs.mkdir(path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    if (errorCode(error) !== 'ENOENT') throw error;
    await makeOne(dirname(path), fs);
    return makeOne(path, fs);
  }
  await syncFolder(dirname(path), fs);
}

/** Removes a file of which it does not matter whether it is still there. */
export async function removeIfThere(path: string, fs = realFileSystem): Promise<void> {
  await fs.unlink(path).catch(() => undefined);
}
