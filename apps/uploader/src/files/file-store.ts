import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeVolume, fileError, makeFolder, syncFolder } from '@persistence-lab/durable';
import { createArrivals } from './arrivals.ts';
import { createFreeSpace } from './free-space.ts';
import { createKeptFiles } from './kept-files.ts';
import { notFound } from './meta.ts';
import { openWriterFolder } from './writer-folder.ts';

export type FileStore = Awaited<ReturnType<typeof openFileStore>>;

export interface FileStoreOptions {
  readonly folder: string;
  /** The name that is written into each file's metadata. */
  readonly uploadedBy: string;
  /** Bytes that uploads leave free on the volume. */
  readonly freeSpaceFloor: number;
  /** Milliseconds after its last sign of life at which another process's unfinished uploads are removed. */
  readonly abandonedAfter: number;
  /** Told of trouble in the background. */
  readonly onError: (error: unknown) => void;
}

/**
 * Files in a folder that several processes may share, without locks:
 *
 *     files/ID/content      the bytes, never changed
 *     files/ID/meta.json    name, size, type, sha256
 *     incoming/WRITER/...   what one process is making or unmaking
 *
 * A file comes into being and goes by one rename of its folder, between `incoming/WRITER/` and `files/`.
 */
export async function openFileStore(options: FileStoreOptions) {
  const { folder, uploadedBy, freeSpaceFloor, abandonedAfter, onError } = options;
  const files = join(folder, 'files');
  const incoming = join(folder, 'incoming');
  await makeFolder(files);
  await makeFolder(incoming);
  const writer = await openWriterFolder(incoming, { owner: uploadedBy, abandonedAfter, onError });
  const space = createFreeSpace(folder, freeSpaceFloor);
  const kept = createKeptFiles(files);

  return {
    ...createArrivals({ files, writer, space, uploadedBy }),
    writer,
    space,
    get: kept.get,
    open: kept.open,
    list: kept.list,
    verify: kept.verify,
    ensureSpace: space.ensure,
    /** Proves that a write works. */
    ready: writer.beat,
    close: writer.close,

    /** Gone for good when it resolves, power cut or not. */
    async delete(id: string): Promise<void> {
      const taken = await writer.takeAway(kept.folderOf(id));
      if (!taken) throw notFound(id);
      await syncFolder(files).catch((error: unknown) => {
        throw fileError(`syncing ${files}`, error);
      });
      await rm(taken, { recursive: true, force: true }).catch(onError);
    },

    async describe() {
      const [usage, volume] = await Promise.all([kept.usage(), describeVolume(folder)]);
      return { ...usage, volume: { path: folder, ...volume } };
    },
  };
}
