import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { callbackify } from 'node:util';
import { fileError } from '@persistence-lab/durable';

// Chunks that arrive while the disk is busy are written in one batch: large enough to keep the disk busy,
// small enough for hundreds of uploads in memory.
export const batchBytes = 1024 * 1024;

export type ContentSink = ReturnType<typeof createContentSink>;

interface ContentSinkOptions {
  /** For error messages. */
  readonly path: string;
  /** Offset of the first byte in the file. */
  readonly position?: number;
  /** Updated with every byte. After a failed write they include more than `size` bytes. */
  readonly hashes: readonly Hash[];
  /** Runs before each batch with the size after it; its error aborts the write. */
  readonly beforeWrite: (size: number) => Promise<void>;
}

/**
 * A stream into an open file, in order and in constant memory. It neither syncs nor closes the file.
 *
 * @throws StorageError on the stream when a write fails; errors of `beforeWrite` unchanged
 */
export function createContentSink(handle: FileHandle, options: ContentSinkOptions) {
  const { path, position = 0, hashes, beforeWrite } = options;
  let size = 0;
  let writing = Promise.resolve();

  async function write(chunks: Buffer[]): Promise<void> {
    const bytes = byteLength(chunks);
    await beforeWrite(size + bytes);
    const written = writeAll(handle, chunks, position + size).catch((error: unknown) => {
      throw fileError(`writing ${path}`, error);
    });
    // Hash while the disk is writing.
    for (const hash of hashes) for (const chunk of chunks) hash.update(chunk);
    await written;
    size += bytes;
  }

  return {
    /** Accepts the chunks; applies backpressure to a source that is faster than the disk. */
    stream: new Writable({
      highWaterMark: batchBytes,
      writev: callbackify((batch: { chunk: Buffer }[]) => {
        writing = write(batch.map(({ chunk }) => chunk));
        return writing;
      }),
    }),
    /** Bytes written and hashed, in whole batches. */
    get size() {
      return size;
    },
    /** Resolves when no write is running, successful or not. The file must not be closed before. */
    settled: () => writing.catch(() => undefined),
  };
}

async function writeAll(handle: FileHandle, chunks: Buffer[], position: number): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks, position);
  if (bytesWritten === byteLength(chunks)) return;
  // A nearly full disk accepts a part of the batch and fails at the next write.
  const rest = Buffer.concat(chunks);
  for (let done = bytesWritten; done < rest.length;) {
    done += (await handle.write(rest, done, rest.length - done, position + done)).bytesWritten;
  }
}

function byteLength(chunks: Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
