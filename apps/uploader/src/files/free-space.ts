import { statfs } from 'node:fs/promises';
import { fileError, StorageError } from '@persistence-lab/durable';

/** Refuses what would leave less than the floor free on the volume of a folder. */
export interface FreeSpace {
  /** @throws StorageError `no-space` when so many more bytes do not fit */
  ensure(bytes: number): Promise<void>;
}

/** @param floor bytes that stay free: metadata, deletions and other writers still work when uploads are refused */
export function createFreeSpace(folder: string, floor: number): FreeSpace {
  return {
    ensure: async (bytes) => {
      const { bavail, bsize } = await statfs(folder).catch((error: unknown) => {
        throw fileError(`asking for the free space of ${folder}`, error);
      });
      const usable = bavail * bsize - floor;
      if (bytes > usable) {
        throw new StorageError('no-space', `${bytes} bytes do not fit: ${Math.max(0, usable)} are left for uploads`);
      }
    },
  };
}
