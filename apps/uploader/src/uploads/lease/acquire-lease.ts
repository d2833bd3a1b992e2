import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errorCode, fileError, removeIfExists, syncFolder } from '@persistence-lab/durable';
import { notFound } from '../../files/meta.ts';
import { type Part, partName } from '../parts/part.ts';
import { lockedByOther, UploadError } from '../upload-error.ts';
import { readUploadState } from '../upload-folder.ts';
import { type LeaseFile, leaseFileName, noHolder, randomId } from './lease-file.ts';
import { createLease, type Lease, renameLeaseFile } from './lease.ts';

export interface AcquiredLease {
  readonly lease: Lease;
  /** Written by this process alone: one that resumes after a suspension writes into a part of its own. */
  readonly part: Part;
}

export interface AcquireOptions {
  /** Milliseconds without a heartbeat after which the lease of another holder expires. */
  readonly leaseDuration: number;
  /** The part that this process wrote last. It is continued when it is still the last one. */
  readonly own: Part | undefined;
}

const pollInterval = 100;

/**
 * Acquires the lease of an upload at an offset. A lease with another holder is observed: its holder keeps it
 * when the lease file changes within the lease duration, otherwise it has expired. No clocks are compared.
 *
 * @throws UploadError `wrong-offset` or `locked`; StorageError `not-found`
 */
export async function acquireLease(
  folder: string,
  id: string,
  offset: number,
  { leaseDuration, own }: AcquireOptions,
): Promise<AcquiredLease> {
  const { file, parts } = await waitUntilFree(folder, id, offset, leaseDuration);
  const holder = randomId();
  if (file.part === own?.id) return { lease: await takeLease(folder, file, own.id, holder), part: own };
  const part = await createPart(folder, file, parts);
  try {
    return { lease: await takeLease(folder, file, part.id, holder), part };
  } catch (error) {
    await removeIfExists(join(folder, partName(part)));
    throw error;
  }
}

/** Acquires the lease of an upload that has all its bytes, to finish it. */
export async function acquireLeaseToFinish(
  folder: string,
  id: string,
  size: number,
  leaseDuration: number,
): Promise<Lease> {
  const { file } = await waitUntilFree(folder, id, size, leaseDuration);
  return takeLease(folder, file, file.part, randomId());
}

async function takeLease(folder: string, from: LeaseFile, part: string, holder: string): Promise<Lease> {
  const to = { offset: from.offset, part, holder, heartbeat: 0 };
  await renameLeaseFile(folder, from, to);
  return createLease(folder, to);
}

async function waitUntilFree(folder: string, id: string, offset: number, leaseDuration: number) {
  const first = await readLease(folder, id, offset);
  const expiry = performance.now() + leaseDuration;
  for (;;) {
    const current = await readLease(folder, id, offset);
    if (current.file.holder === noHolder) return current;
    if (leaseFileName(current.file) !== leaseFileName(first.file)) throw lockedByOther();
    if (performance.now() >= expiry) return current;
    await setTimeout(Math.min(pollInterval, leaseDuration / 4));
  }
}

async function readLease(folder: string, id: string, offset: number) {
  const state = await readUploadState(folder);
  if (!state) throw notFound(id);
  const { leaseFile: file, parts } = state;
  if (!file) throw new UploadError('locked', 'Another request is finishing this upload');
  if (file.offset === offset) return { file, parts };
  throw new UploadError('wrong-offset', `The upload is at offset ${file.offset}, not at ${offset}`);
}

/** Creates an empty part and syncs its name. Replaces a last part without bytes, so that most uploads have one part. */
async function createPart(folder: string, { offset, part: last }: LeaseFile, parts: readonly Part[]): Promise<Part> {
  const before = parts.find(({ id }) => id === last);
  const part = { start: offset, id: randomId(), previous: before?.start === offset ? before.previous : last };
  try {
    await (await open(join(folder, partName(part)), 'wx')).close();
    await syncFolder(folder);
    return part;
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? notFound(folder, error) : fileError(`writing into ${folder}`, error);
  }
}
