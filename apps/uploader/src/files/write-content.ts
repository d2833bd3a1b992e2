import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileError } from '@persistence-lab/durable';
import { createContentSink } from './content-sink.ts';

/** What was written: counted and hashed on the way, not read back. */
export interface Written {
  readonly size: number;
  /** hexadecimal */
  readonly sha256: string;
}

const bytesBetweenChecks = 16 * 1024 * 1024;

/** Runs a check once for so many bytes. */
export function every16MiB(check: () => Promise<void>): (size: number) => Promise<void> {
  let checkAt = bytesBetweenChecks;
  return async (size) => {
    if (size < checkAt) return;
    await check();
    checkAt = size + bytesBetweenChecks;
  };
}

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
  const sink = createContentSink(handle, { path, hashes: [hash], beforeWrite: every16MiB(checkSpace) });
  try {
    await pipeline(source, sink.stream);
    await handle.datasync().catch(failed);
    return { size: sink.size, sha256: hash.digest('hex') };
  } finally {
    // Not closed under a write that still runs: its descriptor might be another file's by then.
    await sink.settled();
    await handle.close();
  }
}
