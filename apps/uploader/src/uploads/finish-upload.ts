import type { Hash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError, removeIfExists, StorageError, syncFolder } from '@persistence-lab/durable';
import { metaName, writeMeta } from '../files/meta.ts';
import { repeat } from '../files/repeat.ts';
import { acquireLeaseToFinish } from './lease/acquire-lease.ts';
import type { Lease } from './lease/lease.ts';
import { assembleContent } from './parts/assemble-content.ts';
import { partName } from './parts/part.ts';
import type { UploadContext } from './upload-context.ts';
import { ignoreNotFound, takenOver } from './upload-error.ts';
import { readDescription, readUploadState, uploadPath } from './upload-folder.ts';

/**
 * Turns a complete upload into a file. After a crash at any step another process continues from there.
 *
 * @param known the hash of the content, when this process received all of it
 */
export async function finishUpload(context: UploadContext, id: string, lease: Lease, known?: Hash): Promise<void> {
  // Reading gigabytes again may take longer than the lease.
  const stopHeartbeat = repeat(lease.heartbeat, context.uploadLease / 3, () => undefined);
  try {
    await publishUpload(context, lease, known);
  } finally {
    await stopHeartbeat();
  }
  context.writtenParts.delete(id);
  context.metrics.countEvent('finished');
}

/** Finishes an upload that has all its bytes but whose process died before the end. */
export async function finishIfComplete(context: UploadContext, id: string, size: number): Promise<void> {
  const { uploads, files, active, uploadLease } = context;
  const folder = uploadPath(uploads, id);
  const state = await readUploadState(folder);
  if (!state) return;
  if (!state.leaseFile) return moveToFiles(folder, join(files, id), files);
  if (state.leaseFile.offset < size) return;
  await active.get(id)?.done;
  const lease = await acquireLeaseToFinish(folder, id, size, uploadLease).catch(ignoreNotFound);
  if (lease) await finishUpload(context, id, lease);
}

/** Puts content and metadata into the upload's folder, removes the lease file, moves the folder to the files. */
async function publishUpload(context: UploadContext, { folder, file, removeFile }: Lease, known: Hash | undefined) {
  const { files, writer, uploadedBy } = context;
  const stagingDir = writer.newPath();
  try {
    await mkdir(stagingDir, { recursive: true });
    const sha256 = await assembleContent(folder, file, known, stagingDir);
    const description = await readDescription(folder);
    if (!description) throw new StorageError('not-found', `${folder} no longer exists`);
    const { id, name, type } = description;
    const createdAt = new Date().toISOString();
    await writeMeta(stagingDir, { id, name, size: file.offset, type, sha256, createdAt, uploadedBy });
    await rename(join(stagingDir, metaName), join(folder, metaName));
    await removeParts(folder);
    await syncFolder(folder);
    await removeFile();
    await moveToFiles(folder, join(files, id), files);
  } catch (error) {
    throw toFinishError(error, folder);
  } finally {
    await rm(stagingDir, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A file that no longer exists was moved by another process, which is finishing the upload. */
function toFinishError(error: unknown, folder: string): unknown {
  if (errorCode(error) === 'ENOENT') return takenOver(error);
  return errorCode(error) === undefined || error instanceof StorageError
    ? error
    : fileError(`finishing ${folder}`, error);
}

/** Does nothing when another process has moved it. */
async function moveToFiles(folder: string, path: string, files: string): Promise<void> {
  await rename(folder, path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw fileError(`moving ${folder} to ${files}`, error);
  });
  await syncFolder(files);
}

async function removeParts(folder: string): Promise<void> {
  const state = await readUploadState(folder);
  for (const part of state?.parts ?? []) await removeIfExists(join(folder, partName(part)));
}
