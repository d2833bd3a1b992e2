import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode, fileError } from '@persistence-lab/durable';
import { createContentSink } from './content-sink.ts';

export interface ContentDigest {
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

const bytesBetweenChecks = 16 * 1024 * 1024;

/** Limits a check to one run every 16 MiB of growing size. */
export function every16MiB(check: () => Promise<void>): (size: number) => Promise<void> {
  let checkAt = bytesBetweenChecks;
  return async (size) => {
    if (size < checkAt) return;
    await check();
    checkAt = size + bytesBetweenChecks;
  };
}

/**
 * Writes a stream into a new file and syncs it, in constant memory: a source that is faster than the disk
 * is paused. The digest is computed while writing.
 *
 * @param checkSpace runs every 16 MiB; its error aborts the write
 * @throws StorageError when the file cannot be written; errors of `source` and `checkSpace` unchanged
 */
export async function writeContent(
  path: string,
  source: Readable,
  checkSpace: () => Promise<void>,
): Promise<ContentDigest> {
  const failed = (error: unknown) => {
    throw fileError(`writing ${path}`, error);
  };
  const handle = await open(path, 'wx').catch(failed);
  const hash = createHash('sha256');
  const sink = createContentSink(handle, { path, hashes: [hash], beforeWrite: every16MiB(checkSpace) });
  try {
    await pipeline(source, sink.stream);
    await handle.datasync().catch(failed);
    return { size: sink.size, sha256: hash.digest('hex') };
  } finally {
    // Closing during a write is unsafe: the descriptor may already belong to another file.
    await sink.settled();
    await handle.close();
  }
}

/** Reads a file to its end. Undefined when it does not exist. */
export async function hashContent(path: string): Promise<ContentDigest | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    const handle = await open(path, 'r');
    for await (const chunk of handle.createReadStream({ highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      hash.update(chunk);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`reading ${path}`, error);
  }
  return { size, sha256: hash.digest('hex') };
}
