import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StoredFile } from '@persistence-lab/api';
import { errorCode, fileError, syncFolder } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { type ContentDigest, writeContent } from './content.ts';
import type { FreeSpace } from './free-space.ts';
import { contentName, writeMeta } from './meta.ts';
import type { WriterFolder } from './writer-folder.ts';

/** A file whose content is on disk but not yet published. */
export interface StagedFile extends ContentDigest {
  readonly folder: string;
  readonly name: string;
  readonly type: string;
}

interface StagingOptions {
  /** The folder of the published files. */
  readonly files: string;
  readonly writer: WriterFolder;
  readonly space: FreeSpace;
  readonly uploadedBy: string;
}

/** Creates files: the content is staged in the writer's own folder, then published by a single rename. */
export function createStaging({ files, writer, space, uploadedBy }: StagingOptions) {
  /** One rename makes content and metadata appear together, so a file is never listed incomplete. */
  async function publishOne({ folder, name, size, type, sha256 }: StagedFile, id: string): Promise<StoredFile> {
    const file = { id, name, size, type, sha256, createdAt: new Date().toISOString(), uploadedBy };
    await writeMeta(folder, file);
    await syncFolder(folder);
    await rename(folder, join(files, id));
    return file;
  }

  return {
    discard,

    /** Writes and syncs the content. Leaves nothing behind when it fails. */
    async stage(source: Readable, nameAndType: { name: string; type: string }): Promise<StagedFile> {
      const folder = writer.newPath();
      try {
        await mkdir(folder, { recursive: true }).catch((error: unknown) => {
          throw fileError(`creating ${folder}`, error);
        });
        return {
          folder,
          ...nameAndType,
          ...(await writeContent(join(folder, contentName), source, () => space.ensure(0))),
        };
      } catch (error) {
        await remove(folder);
        throw error;
      }
    },

    /** Publishes all files or none, under new ids. They are durable when it resolves. */
    async publish(staged: readonly StagedFile[]): Promise<StoredFile[]> {
      const published: StoredFile[] = [];
      try {
        for (const file of staged) published.push(await publishOne(file, uuidv7()));
        await syncFolder(files);
        return published;
      } catch (error) {
        for (const { id } of published) await unpublish(writer, join(files, id));
        await discard(staged);
        throw fileError('publishing uploaded files', error);
      }
    },

    /** Publishes one file under the given id. Returns undefined, without a change, when that id exists. */
    async publishAs(id: string, staged: StagedFile): Promise<StoredFile | undefined> {
      try {
        const file = await publishOne(staged, id);
        await syncFolder(files);
        return file;
      } catch (error) {
        await discard([staged]);
        // rename(2) refuses to replace a folder that is not empty.
        if (['EEXIST', 'ENOTEMPTY'].includes(errorCode(error) ?? '')) return undefined;
        throw fileError('publishing an uploaded file', error);
      }
    },
  };
}

async function unpublish(writer: WriterFolder, path: string): Promise<void> {
  const trash = await writer.moveToTrash(path).catch(() => undefined);
  if (trash) await remove(trash);
}

/** What cannot be removed now (a disk that became read-only) is removed with the writer's folder. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function discard(staged: readonly StagedFile[]): Promise<void> {
  for (const { folder } of staged) await remove(folder);
}
