import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { fileError } from '@persistence-lab/durable';

/** What was written: counted and hashed on the way, not read back. */
export interface Written {
  readonly size: number;
  /** hexadecimal */
  readonly sha256: string;
}

// Large enough that a write costs little beside its bytes, small enough that hundreds of uploads fit in memory.
const batchBytes = 1024 * 1024;

/**
 * Writes a stream into a new file and syncs it. While one batch is written the next is read and
 * hashed; a source that is faster than the disk is made to wait, so memory stays constant.
 *
 * @param beforeBatch runs before each batch is written; what it throws ends the writing
 * @throws StorageError for what the disk says; what `source` and `beforeBatch` throw, as it is
 */
export async function writeContent(
  path: string,
  source: AsyncIterable<Buffer>,
  beforeBatch: (bytes: number) => Promise<void>,
): Promise<Written> {
  const hash = createHash('sha256');
  const failed = (error: unknown) => {
    throw fileError(`writing ${path}`, error);
  };
  const handle = await open(path, 'wx').catch(failed);
  let size = 0;
  let writing = Promise.resolve();
  try {
    for await (const batch of batches(source)) {
      for (const chunk of batch) hash.update(chunk);
      await writing;
      const bytes = byteLength(batch);
      size += bytes;
      writing = beforeBatch(bytes).then(() => writeAll(handle, batch).catch(failed));
      // It is awaited above or below; until then a failure must not count as unhandled.
      writing.catch(() => undefined);
    }
    await writing;
    await handle.datasync().catch(failed);
    return { size, sha256: hash.digest('hex') };
  } finally {
    // Not closed under a write that is still running: its descriptor might be another file's by then.
    await writing.catch(() => undefined);
    await handle.close();
  }
}

async function* batches(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    batch.push(chunk);
    bytes += chunk.length;
    if (bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (bytes > 0) yield batch;
}

async function writeAll(handle: FileHandle, chunks: Buffer[]): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks);
  if (bytesWritten === byteLength(chunks)) return;
  // A disk that is nearly full takes a part, and says why at the next try.
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  for (let done = 0; done < rest.length;) done += (await handle.write(rest, done)).bytesWritten;
}

function byteLength(chunks: Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
