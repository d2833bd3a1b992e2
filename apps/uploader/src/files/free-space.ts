import { statfs } from 'node:fs/promises';
import { fileError, StorageError } from '@persistence-lab/durable';

export type FreeSpace = ReturnType<typeof createFreeSpace>;

/** @param floor bytes that uploads leave free, so that metadata, deletions and other writers still work */
export function createFreeSpace(folder: string, floor: number) {
  return {
    /** @throws StorageError `no-space` when so many more bytes do not fit above the floor */
    async ensure(bytes: number): Promise<void> {
      const { bavail, bsize } = await statfs(folder).catch((error: unknown) => {
        throw fileError(`reading the free space of ${folder}`, error);
      });
      const usable = bavail * bsize - floor;
      if (bytes > usable) {
        throw new StorageError('no-space', `${bytes} bytes do not fit: ${Math.max(0, usable)} are free for uploads`);
      }
    },
  };
}
