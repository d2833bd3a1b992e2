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
 * Rejects with StorageError `no-space` or `unavailable`; the file then keeps its old content.
 */
export async function writeFileDurably(path: string, data: Uint8Array | string, fs = realFileSystem): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeSynced(temporary, typeof data === 'string' ? Buffer.from(data) : data, fs);
    await fs.rename(temporary, path);
    await syncFolder(folder, fs);
  } catch (error) {
    await removeIfExists(temporary, fs);
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

/** Makes new, renamed and removed names in a folder outlive a power cut, by fsync on the folder itself. */
export async function syncFolder(path: string, fs = realFileSystem): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder and its missing parents; their names outlive a power cut once the promise resolves. The folder may already exist. */
export async function makeFolder(path: string, fs = realFileSystem): Promise<void> {
  const full = resolve(path);
  try {
    await makeOne(full, fs);
  } catch (error) {
    throw fileError(`creating the folder ${full}`, error);
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

/** Removes a file and ignores errors, such as that it does not exist. */
export async function removeIfExists(path: string, fs = realFileSystem): Promise<void> {
  await fs.unlink(path).catch(() => undefined);
}
