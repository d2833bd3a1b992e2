import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError } from '@persistence-lab/durable';

const full = new Set(['ENOSPC', 'EDQUOT']);
const chunk = 1024 * 1024;

/** Fills the volume of the data with a file. */
export function createFillFault(folder: string) {
  const path = join(folder, 'fault-fill.bin');
  return {
    /** Writes this many bytes, or until the disk is full. Written zeros, since a sparse file occupies no space. */
    async fill(bytes: number): Promise<{ written: number; full: boolean }> {
      const zeros = Buffer.alloc(chunk);
      let written = 0;
      try {
        await using file = await open(path, 'a');
        while (written < bytes) {
          written += (await file.write(zeros, 0, Math.min(chunk, bytes - written))).bytesWritten;
        }
        return { written, full: false };
      } catch (error) {
        if (full.has(errorCode(error) ?? '')) return { written, full: true };
        throw fileError(`filling ${path}`, error);
      }
    },
    /** Deletes the file. */
    async release(): Promise<void> {
      await rm(path, { force: true });
    },
  };
}
