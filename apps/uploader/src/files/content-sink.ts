import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { callbackify } from 'node:util';
import { fileError } from '@persistence-lab/durable';

// What piles up while the disk is busy goes out in one write. Enough to keep it busy, little enough
// that hundreds of uploads fit in memory.
export const pileBytes = 1024 * 1024;

export interface ContentSink {
  /** Takes the chunks; a source that is faster than the disk is made to wait. */
  readonly stream: Writable;
  /** Bytes that are written and hashed, whole piles each. */
  readonly size: number;
  /** Resolves when no write runs any more, however it ended. The file must not be closed before. */
  settled(): Promise<void>;
}

interface ContentSinkOptions {
  /** For messages. */
  readonly path: string;
  /** Where in the file the first byte goes. */
  readonly position?: number;
  /** Are told each byte. After a failed write they have seen more than `size`. */
  readonly hashes: readonly Hash[];
  /** Runs before a pile is written, told how large all will be with it; what it throws ends the writing. */
  readonly beforeWrite: (size: number) => Promise<void>;
}

/**
 * A stream into an open file, in order and in constant memory. It syncs nothing and closes nothing.
 *
 * @throws StorageError on the stream, for what the disk says; what `beforeWrite` throws, as it is
 */
export function createContentSink(handle: FileHandle, options: ContentSinkOptions): ContentSink {
  const { path, position = 0, hashes, beforeWrite } = options;
  let size = 0;
  let writing = Promise.resolve();

  async function write(chunks: Buffer[]): Promise<void> {
    const bytes = byteLength(chunks);
    await beforeWrite(size + bytes);
    const written = writeAll(handle, chunks, position + size).catch((error: unknown) => {
      throw fileError(`writing ${path}`, error);
    });
    // Meanwhile the disk works.
    for (const hash of hashes) update(hash, chunks);
    await written;
    size += bytes;
  }

  return {
    stream: new Writable({
      highWaterMark: pileBytes,
      writev: callbackify((pile: { chunk: Buffer }[]) => {
        writing = write(pile.map(({ chunk }) => chunk));
        return writing;
      }),
    }),
    get size() {
      return size;
    },
    settled: () => writing.catch(() => undefined),
  };
}

async function writeAll(handle: FileHandle, chunks: Buffer[], position: number): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks, position);
  if (bytesWritten === byteLength(chunks)) return;
  // A disk that is nearly full takes a part, and says why at the next try.
  const rest = Buffer.concat(chunks);
  for (let done = bytesWritten; done < rest.length;) {
    done += (await handle.write(rest, done, rest.length - done, position + done)).bytesWritten;
  }
}

function update(hash: Hash, chunks: Buffer[]): void {
  for (const chunk of chunks) hash.update(chunk);
}

function byteLength(chunks: Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
