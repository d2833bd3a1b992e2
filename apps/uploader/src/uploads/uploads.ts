import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileError, makeFolder, syncFolder } from '@persistence-lab/durable';
import { isId, notFound } from '../files/meta.ts';
import { repeat } from '../files/repeat.ts';
import { createActiveWrites } from './active-write.ts';
import { finishIfComplete } from './finish-upload.ts';
import type { Checksum } from './parts/receive-part.ts';
import type { UploadContext, UploadsOptions } from './upload-context.ts';
import { ignoreLocked, ignoreNotFound, UploadError } from './upload-error.ts';
import {
  createUploadFolder,
  readDescription,
  readUploadState,
  type UploadDescription,
  uploadPath,
} from './upload-folder.ts';
import { writeUpload } from './write-upload.ts';

/** An upload, finished or not. */
export interface Upload extends UploadDescription {
  /** Bytes on disk. */
  readonly offset: number;
  /** Time of the last byte in milliseconds, by the file system's clock. */
  readonly lastActivity: number;
}

export type Uploads = Awaited<ReturnType<typeof openUploads>>;

/**
 * Unfinished uploads, one folder each in `uploads/`. Several processes may share it: see `lease/lease-file.ts`
 * for how they agree on which one writes.
 */
export async function openUploads(options: UploadsOptions) {
  const uploads = join(options.folder, 'uploads');
  await makeFolder(uploads);
  const context: UploadContext = {
    ...options,
    uploads,
    files: join(options.folder, 'files'),
    active: createActiveWrites(options),
    writtenParts: new Map(),
  };
  const sweep = () => sweepUploads(context);
  const sweepInterval = Math.max(10, Math.min(options.uploadExpiry / 4, 60_000));

  return {
    create: (description: NewUpload) => createUpload(context, description),
    find: (id: string) => findUpload(context, id),
    isUnfinished: async (id: string) => (await readDescription(uploadPath(uploads, id))) !== undefined,
    write: (id: string, offset: number, source: Readable, checksum?: Checksum) =>
      writeUpload(context, id, offset, source, checksum),
    remove: (id: string) => removeUpload(context, id, 'terminated'),
    close: repeat(sweep, sweepInterval, options.onError),
  };
}

type NewUpload = Omit<UploadDescription, 'createdAt'>;

async function createUpload(context: UploadContext, description: NewUpload): Promise<void> {
  const { uploads, writer, space, maxUnfinished, metrics } = context;
  const { id, size } = description;
  if ((await listIds(uploads)).length >= maxUnfinished) {
    throw new UploadError('too-many', `The limit of ${maxUnfinished} unfinished uploads is reached`);
  }
  await space.ensure(size);
  const stagingDir = writer.newPath();
  try {
    await createUploadFolder(stagingDir, { ...description, createdAt: new Date().toISOString() });
    await rename(stagingDir, uploadPath(uploads, id));
    await syncFolder(uploads);
  } catch (error) {
    await rm(stagingDir, { recursive: true, force: true }).catch(() => undefined);
    throw fileError('creating an upload', error);
  }
  metrics.countEvent('created');
  if (size === 0) await finishIfComplete(context, id, size);
}

async function findUpload(context: UploadContext, id: string): Promise<Upload> {
  const folder = uploadPath(context.uploads, id);
  await context.active.get(id)?.completing;
  const description = await readDescription(folder);
  if (description) {
    await finishIfComplete(context, id, description.size);
    const { leaseFile } = (await readUploadState(folder)) ?? {};
    // The process that renamed the lease file may not have synced it yet.
    await syncFolder(folder).catch(ignoreNotFound);
    const { mtimeMs } = (await stat(folder).catch(ignoreNotFound)) ?? {};
    if (leaseFile && mtimeMs !== undefined) {
      return { ...description, offset: leaseFile.offset, lastActivity: mtimeMs };
    }
  }
  const finished = await readDescription(join(context.files, id));
  if (!finished) throw notFound(id);
  return { ...finished, offset: finished.size, lastActivity: Date.now() };
}

/** The removal is durable when it resolves; a request that is writing to the upload fails. */
async function removeUpload(context: UploadContext, id: string, event: 'terminated' | 'expired'): Promise<void> {
  const { uploads, writer, writtenParts, metrics, onError } = context;
  const trash = await writer.moveToTrash(uploadPath(uploads, id));
  if (!trash) throw notFound(id);
  writtenParts.delete(id);
  await syncFolder(uploads);
  metrics.countEvent(event);
  await rm(trash, { recursive: true, force: true }).catch(onError);
}

/** Removes expired uploads and finishes complete ones that a dead process left. */
async function sweepUploads(context: UploadContext): Promise<void> {
  const { uploads, writer, writtenParts, onError } = context;
  const now = await writer.now();
  const ids = await listIds(uploads);
  for (const id of ids) await sweepOne(context, id, now).catch(ignoreNotFound).catch(onError);
  for (const id of writtenParts.keys()) if (!ids.includes(id)) writtenParts.delete(id);
}

async function sweepOne(context: UploadContext, id: string, now: number): Promise<void> {
  const folder = uploadPath(context.uploads, id);
  const { mtimeMs } = await stat(folder);
  if (now - mtimeMs > context.uploadExpiry) return removeUpload(context, id, 'expired');
  if (context.active.get(id)) return;
  const description = await readDescription(folder);
  if (description) await finishIfComplete(context, id, description.size).catch(ignoreLocked);
}

async function listIds(uploads: string): Promise<string[]> {
  return (await readdir(uploads)).filter(isId);
}
