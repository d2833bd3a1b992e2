import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileError } from '@persistence-lab/durable';
import { type ContentSink, createContentSink } from '../files/content-sink.ts';
import { every16MiB } from '../files/write-content.ts';
import { repeat } from '../repeat.ts';
import type { Hold } from './hold.ts';
import { type Part, partName } from './mark.ts';
import { UploadError } from './upload-error.ts';

export interface Checksum {
  /** As Node's crypto calls it. */
  readonly algorithm: string;
  readonly digest: Buffer;
}

export interface Receiving {
  readonly hold: Hold;
  readonly part: Part;
  /** Of all bytes before the offset, if known: gets those that arrive. */
  readonly hash: Hash | undefined;
  readonly checksum: Checksum | undefined;
  readonly checkSpace: () => Promise<void>;
  readonly lease: number;
  readonly signal: AbortSignal;
}

export interface Received {
  readonly bytes: number;
  /** What ended it before its end: the sender, the disk, a limit. */
  readonly failure: unknown;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
}

// What a kill may cost, and how far the disk may be behind the network.
const commitBytes = 32 * 1024 * 1024;

/**
 * Writes what arrives to the end of a part. What is on disk is told by the mark as it grows, so a killed
 * process loses no more than about a second of sending; at the end, whatever ended it, all of it is. With
 * a checksum it is all or nothing.
 *
 * @throws UploadError `locked` when another has taken over, `checksum-mismatch`; StorageError
 */
export async function receivePart(source: Readable, receiving: Receiving): Promise<Received> {
  const { hold, part } = receiving;
  const path = join(hold.folder, partName(part));
  const handle = await open(path, 'r+').catch((error: unknown) => {
    throw fileError(`writing ${path}`, error);
  });
  try {
    return await writeAndCommit(source, receiving, { handle, path });
  } finally {
    await handle.close();
  }
}

async function writeAndCommit(source: Readable, receiving: Receiving, file: OpenFile): Promise<Received> {
  const { hold, part, hash, checksum, checkSpace, lease, signal } = receiving;
  const { offset } = hold.mark;
  const digest = checksum && createHash(checksum.algorithm);
  const check = every16MiB(checkSpace);
  const sink = createContentSink(file.handle, {
    path: file.path,
    position: offset - part.start,
    hashes: [hash, digest].filter((each) => each !== undefined),
    beforeWrite: async (size) => {
      await check(size);
      if (!checksum) await commits.keepUp(size);
    },
  });
  // Destroyed by a beat that failed it may have ended already.
  const giveUp = (error: unknown) => void sink.stream.on('error', () => undefined).destroy(error as Error);
  const commits = createCommits(file, hold, sink, giveUp);
  const stopBeating = repeat(beatOf({ hold, sink, commits, mayCommit: !checksum }), lease / 3, giveUp);
  try {
    const failure = await pipeline(source, sink.stream, { signal }).catch((error: unknown) => error);
    await sink.settled();
    if (digest && (failure || !digest.digest().equals(checksum.digest))) {
      await file.handle.truncate(offset - part.start);
      throw failure ?? new UploadError('checksum-mismatch', 'What arrived does not have the checksum that was sent');
    }
    await commits.now();
    return { bytes: sink.size, failure };
  } finally {
    await stopBeating();
    await commits.settled();
  }
}

/** Brings bytes to the disk and then says so, one run at a time, beside the writing of further ones. */
function createCommits(file: OpenFile, hold: Hold, sink: ContentSink, onError: (error: unknown) => void) {
  const { offset } = hold.mark;
  let committed = 0;
  let running: Promise<void> | undefined;

  async function commit(): Promise<void> {
    const size = sink.size;
    if (size === committed) return;
    await file.handle.datasync().catch((error: unknown) => {
      throw fileError(`syncing ${file.path}`, error);
    });
    await hold.advance(offset + size);
    committed = size;
  }

  const start = (): Promise<void> => (running ??= commit().finally(() => (running = undefined)));

  return {
    get running() {
      return running !== undefined;
    },
    begin: () => void start().catch(onError),
    /** Resolves when all that is written now is told. */
    async now(): Promise<void> {
      await running;
      await start();
    },
    /** Begins a commit when there is enough to it; waits while the disk is too far behind. */
    async keepUp(size: number): Promise<void> {
      if (size - committed < commitBytes) return;
      const commit = start();
      if (size - committed >= 2 * commitBytes) await commit;
      else commit.catch(onError);
    },
    settled: async () => running?.catch(() => undefined),
  };
}

interface Beating {
  readonly hold: Hold;
  readonly sink: ContentSink;
  readonly commits: ReturnType<typeof createCommits>;
  readonly mayCommit: boolean;
}

/** Shows that bytes arrive, best by telling of them. A sender that sends nothing lets go of the upload so. */
function beatOf({ hold, sink, commits, mayCommit }: Beating): () => Promise<void> {
  let size = 0;
  return async () => {
    if (commits.running) return hold.beat();
    if (sink.size === size) return;
    ({ size } = sink);
    if (mayCommit) commits.begin();
    else await hold.beat();
  };
}
