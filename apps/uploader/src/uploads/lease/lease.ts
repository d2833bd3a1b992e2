import { rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError, syncFolder } from '@persistence-lab/durable';
import { takenOver } from '../upload-error.ts';
import { readUploadState } from '../upload-folder.ts';
import { type LeaseFile, leaseFileName, noHolder } from './lease-file.ts';

export type Lease = ReturnType<typeof createLease>;

/**
 * The right to add bytes to an upload: the lease file names this process as its holder. Every change fails with
 * `locked` once another process has taken the lease over, however long this one was suspended.
 */
export function createLease(folder: string, acquired: LeaseFile) {
  let file = acquired;
  let queue: Promise<void> = Promise.resolve();

  /** Runs changes one at a time: each renames the file from the name that the previous one gave it. */
  function enqueue(change: () => Promise<void>): Promise<void> {
    const done = queue.then(change);
    queue = done.catch(() => undefined);
    return done;
  }

  const update = (change: (current: LeaseFile) => LeaseFile): Promise<void> =>
    enqueue(async () => {
      const next = change(file);
      await renameLeaseFile(folder, file, next);
      file = next;
    });

  return {
    folder,
    get file() {
      return file;
    },
    /** Shows other processes that this one is alive. */
    heartbeat: () => update((current) => ({ ...current, heartbeat: current.heartbeat + 1 })),
    /** Records that so many bytes are on disk. The record is durable when it resolves. */
    async advance(offset: number): Promise<void> {
      await update((current) => ({ ...current, offset, heartbeat: current.heartbeat + 1 }));
      await sync(folder);
    },
    /** Lets any process acquire the lease. */
    release: () => update((current) => ({ ...current, holder: noHolder, heartbeat: 0 })),
    /** Removes the lease file: the last step before a finished upload is published. Fails when the lease is lost. */
    async removeFile(): Promise<void> {
      await enqueue(() =>
        unlink(join(folder, leaseFileName(file))).catch((error: unknown) => {
          throw errorCode(error) === 'ENOENT' ? takenOver(error) : fileError(`finishing ${folder}`, error);
        }),
      );
      await sync(folder);
    },
  };
}

/** @throws UploadError `locked` when the lease file no longer has the name `from` */
export async function renameLeaseFile(folder: string, from: LeaseFile, to: LeaseFile): Promise<void> {
  try {
    await rename(join(folder, leaseFileName(from)), join(folder, leaseFileName(to)));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileError(`writing into ${folder}`, error);
    // An NFS client repeats a rename whose response was lost, and the second one fails. The new name proves
    // that the first succeeded: no other process creates it.
    if (!(await readUploadState(folder))?.names.includes(leaseFileName(to))) throw takenOver(error);
  }
}

async function sync(folder: string): Promise<void> {
  await syncFolder(folder).catch((error: unknown) => {
    throw fileError(`syncing ${folder}`, error);
  });
}
