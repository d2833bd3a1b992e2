import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { fileError } from '@persistence-lab/durable';

/** What was written: counted and hashed on the way, not read back. */
export interface Written {
  readonly size: number;
  /** hexadecimal */
  readonly sha256: string;
}

// What piles up while the disk is busy goes out in one write. Enough to keep it busy, little enough
// that hundreds of uploads fit in memory.
const pileBytes = 1024 * 1024;
const bytesBetweenChecks = 16 * pileBytes;

/**
 * Writes a stream into a new file and syncs it. A source that is faster than the disk is made to wait,
 * so memory stays constant.
 *
 * @param checkSpace runs every 16 MiB; what it throws ends the writing
 * @throws StorageError for what the disk says; what `source` and `checkSpace` throw, as it is
 */
export async function writeContent(path: string, source: Readable, checkSpace: () => Promise<void>): Promise<Written> {
  const failed = (error: unknown) => {
    throw fileError(`writing ${path}`, error);
  };
  const handle = await open(path, 'wx').catch(failed);
  const hash = createHash('sha256');
  let size = 0;
  let checkAt = bytesBetweenChecks;
  let writing = Promise.resolve();

  async function write(chunks: Buffer[]): Promise<void> {
    size += byteLength(chunks);
    if (size >= checkAt) {
      await checkSpace();
      checkAt = size + bytesBetweenChecks;
    }
    const written = writeAll(handle, chunks).catch(failed);
    // Meanwhile the disk works.
    update(hash, chunks);
    await written;
  }

  const sink = new Writable({
    highWaterMark: pileBytes,
    writev: callbackify((pile: { chunk: Buffer }[]) => {
      writing = write(pile.map(({ chunk }) => chunk));
      return writing;
    }),
  });
  try {
    await pipeline(source, sink);
    await handle.datasync().catch(failed);
    return { size, sha256: hash.digest('hex') };
  } finally {
    // Not closed under a write that still runs: its descriptor might be another file's by then.
    await writing.catch(() => undefined);
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunks: Buffer[]): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks);
  if (bytesWritten === byteLength(chunks)) return;
  // A disk that is nearly full takes a part, and says why at the next try.
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  for (let done = 0; done < rest.length;) done += (await handle.write(rest, done)).bytesWritten;
}

function update(hash: Hash, chunks: Buffer[]): void {
  for (const chunk of chunks) hash.update(chunk);
}

function byteLength(chunks: Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
