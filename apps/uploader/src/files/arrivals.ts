import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StoredFile } from '@persistence-lab/api';
import { errorCode, fileError, syncFolder } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import type { FreeSpace } from './free-space.ts';
import { contentName, writeMeta } from './meta.ts';
import type { WriterFolder } from './writer-folder.ts';
import { writeContent, type Written } from './write-content.ts';

/** A file whose content is on disk, but that nobody sees yet. */
export interface Arrival extends Written {
  readonly folder: string;
  readonly name: string;
  readonly type: string;
}

export type Arrivals = ReturnType<typeof createArrivals>;

interface ArrivalsOptions {
  /** The folder of the kept files. */
  readonly files: string;
  readonly writer: WriterFolder;
  readonly space: FreeSpace;
  readonly uploadedBy: string;
}

/** How a file comes to be: received into the writer's own folder, then kept by a single rename. */
export function createArrivals({ files, writer, space, uploadedBy }: ArrivalsOptions) {
  /** One rename makes content and metadata appear together: at no moment is half a file listed. */
  async function keepOne({ folder, name, size, type, sha256 }: Arrival, id: string): Promise<StoredFile> {
    const file = { id, name, size, type, sha256, createdAt: new Date().toISOString(), uploadedBy };
    await writeMeta(folder, file);
    await syncFolder(folder);
    await rename(folder, join(files, id));
    return file;
  }

  async function takeBack(id: string): Promise<void> {
    const taken = await writer.takeAway(join(files, id)).catch(() => undefined);
    if (taken) await remove(taken);
  }

  return {
    discard,

    /** Writes and syncs the content; what fails in between leaves nothing behind. */
    async receive(source: Readable, named: { name: string; type: string }): Promise<Arrival> {
      const folder = writer.newPath();
      try {
        await makePrivateFolder(folder);
        return { folder, ...named, ...(await writeContent(join(folder, contentName), source, () => space.ensure(0))) };
      } catch (error) {
        await remove(folder);
        throw error;
      }
    },

    /** Keeps all of them or none, under new ids. When it resolves they are on disk, names and all. */
    async keep(arrivals: readonly Arrival[]): Promise<StoredFile[]> {
      const kept: StoredFile[] = [];
      try {
        for (const arrival of arrivals) kept.push(await keepOne(arrival, uuidv7()));
        await syncFolder(files);
        return kept;
      } catch (error) {
        for (const { id } of kept) await takeBack(id);
        await discard(arrivals);
        throw fileError('keeping uploaded files', error);
      }
    },

    /** Keeps one under a given id. Undefined, and nothing is changed, when there is a file of that id. */
    async keepAs(id: string, arrival: Arrival): Promise<StoredFile | undefined> {
      try {
        const file = await keepOne(arrival, id);
        await syncFolder(files);
        return file;
      } catch (error) {
        await discard([arrival]);
        // No rename puts a folder in the place of one that is not empty.
        if (['EEXIST', 'ENOTEMPTY'].includes(errorCode(error) ?? '')) return undefined;
        throw fileError('keeping an uploaded file', error);
      }
    },
  };
}

async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileError(`making ${folder}`, error);
  });
}

/** What can't be removed now (a disk that has become read-only) goes later, with the writer's own folder. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function discard(arrivals: readonly Arrival[]): Promise<void> {
  for (const { folder } of arrivals) await remove(folder);
}
