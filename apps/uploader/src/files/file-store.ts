import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeVolume, fileError, makeFolder, syncFolder } from '@persistence-lab/durable';
import { createCatalog } from './catalog.ts';
import { createFreeSpace } from './free-space.ts';
import { notFound } from './meta.ts';
import { createStaging } from './staging.ts';
import { openWriterFolder } from './writer-folder.ts';

export type FileStore = Awaited<ReturnType<typeof openFileStore>>;

export interface FileStoreOptions {
  readonly folder: string;
  /** Written into each file's metadata. */
  readonly uploadedBy: string;
  /** Bytes that uploads leave free on the volume. */
  readonly freeSpaceFloor: number;
  /** Age of another process's heartbeat, in milliseconds, after which its temporary files are removed. */
  readonly abandonedAfter: number;
  /** Called with errors of background work. */
  readonly onError: (error: unknown) => void;
}

/**
 * Files in a folder that several processes may share, without locks:
 *
 *     files/ID/content      the bytes, never changed
 *     files/ID/meta.json    name, size, type, sha256
 *     incoming/WRITER/...   temporary files of one process
 *
 * A file is created and deleted by one rename of its folder, between `incoming/WRITER/` and `files/`.
 */
export async function openFileStore(options: FileStoreOptions) {
  const { folder, uploadedBy, freeSpaceFloor, abandonedAfter, onError } = options;
  const files = join(folder, 'files');
  const incoming = join(folder, 'incoming');
  await makeFolder(files);
  await makeFolder(incoming);
  const writer = await openWriterFolder(incoming, { owner: uploadedBy, abandonedAfter, onError });
  const space = createFreeSpace(folder, freeSpaceFloor);
  const { get, open, list, verify, usage, folderOf } = createCatalog(files);

  return {
    ...createStaging({ files, writer, space, uploadedBy }),
    writer,
    space,
    get,
    open,
    list,
    verify,
    /** Proves that the disk accepts writes. */
    ready: writer.heartbeat,
    close: writer.close,

    /** The deletion is durable when it resolves. */
    async delete(id: string): Promise<void> {
      const trash = await writer.moveToTrash(folderOf(id));
      if (!trash) throw notFound(id);
      await syncFolder(files).catch((error: unknown) => {
        throw fileError(`syncing ${files}`, error);
      });
      await rm(trash, { recursive: true, force: true }).catch(onError);
    },

    async describe() {
      const [used, volume] = await Promise.all([usage(), describeVolume(folder)]);
      return { ...used, volume: { path: folder, ...volume } };
    },
  };
}
