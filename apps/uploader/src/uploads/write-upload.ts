import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { StorageError } from '@persistence-lab/durable';
import { notFound } from '../files/meta.ts';
import type { ActiveWrite } from './active-write.ts';
import { finishUpload } from './finish-upload.ts';
import { type AcquiredLease, acquireLease } from './lease/acquire-lease.ts';
import { type Checksum, receivePart } from './parts/receive-part.ts';
import type { UploadContext } from './upload-context.ts';
import { UploadError } from './upload-error.ts';
import { readDescription, type UploadDescription, uploadPath } from './upload-folder.ts';

/** Writes the bytes of the source at the offset, finishes a complete upload, and returns the new offset. */
export async function writeUpload(
  context: UploadContext,
  id: string,
  offset: number,
  source: Readable,
  checksum?: Checksum,
): Promise<number> {
  const folder = uploadPath(context.uploads, id);
  const write = await context.active.begin(id, source);
  try {
    const description = await readDescription(folder);
    if (!description) throw notFound(id);
    const own = context.writtenParts.get(id)?.part;
    const acquired = await acquireLease(folder, id, offset, { leaseDuration: context.uploadLease, own });
    return await writeLeased(context, description, acquired, write, checksum);
  } finally {
    write.end();
  }
}

async function writeLeased(
  context: UploadContext,
  { id, size }: UploadDescription,
  { lease, part }: AcquiredLease,
  { source, signal }: ActiveWrite,
  checksum: Checksum | undefined,
): Promise<number> {
  const { space, uploadLease: leaseDuration, metrics, writtenParts } = context;
  const started = performance.now();
  const { offset } = lease.file;
  const written = writtenParts.get(id);
  const before = written?.part.id === part.id ? written.hash : undefined;
  const hash = offset === 0 ? createHash('sha256') : before?.copy();
  // Forgotten until the write has succeeded: after a failed sync the content of the part is unknown.
  writtenParts.delete(id);
  if (offset > 0) metrics.countEvent('resumed');
  try {
    const checkSpace = () => space.ensure(0);
    const received = await receivePart(source, { lease, part, hash, checksum, checkSpace, leaseDuration, signal });
    const { bytes, failure } = received;
    metrics.recordRequest(bytes, (performance.now() - started) / 1000);
    // Bytes of a failed write beyond the offset will be overwritten, but the hash includes them.
    writtenParts.set(id, { part, hash: failure instanceof StorageError ? undefined : hash });
    if (offset + bytes === size) await finishUpload(context, id, lease, hash);
    else if (failure) throw failure;
    else await lease.release();
    return offset + bytes;
  } catch (error) {
    if (error instanceof UploadError && error.code === 'checksum-mismatch') {
      writtenParts.set(id, { part, hash: before });
    }
    await lease.release().catch(() => undefined);
    throw error;
  }
}
