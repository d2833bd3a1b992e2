import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileError } from '@persistence-lab/durable';
import { type ContentSink, createContentSink } from '../../files/content-sink.ts';
import { every16MiB } from '../../files/content.ts';
import { repeat } from '../../files/repeat.ts';
import type { Lease } from '../lease/lease.ts';
import { UploadError } from '../upload-error.ts';
import { type Part, partName } from './part.ts';

export interface Checksum {
  /** A name that Node.js crypto knows. */
  readonly algorithm: string;
  readonly digest: Buffer;
}

export interface ReceiveOptions {
  readonly lease: Lease;
  readonly part: Part;
  /** Hash of all bytes before the offset, if known; updated with the received bytes. */
  readonly hash: Hash | undefined;
  readonly checksum: Checksum | undefined;
  readonly checkSpace: () => Promise<void>;
  readonly leaseDuration: number;
  readonly signal: AbortSignal;
}

export interface Received {
  readonly bytes: number;
  /** The error that ended the upload early: of the client, the disk or a limit. */
  readonly failure: unknown;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
}

// Limits what a kill costs, and how far the disk may fall behind the network.
const commitBytes = 32 * 1024 * 1024;

/**
 * Appends the received bytes to a part. The lease file records the synced offset while it grows, so a killed
 * process loses about a second of transfer at most. At the end everything received is synced and recorded,
 * whatever ended the request. With a checksum it is all or nothing.
 *
 * @throws UploadError `locked` when the lease is lost, `checksum-mismatch`; StorageError
 */
export async function receivePart(source: Readable, options: ReceiveOptions): Promise<Received> {
  const path = join(options.lease.folder, partName(options.part));
  const handle = await open(path, 'r+').catch((error: unknown) => {
    throw fileError(`writing ${path}`, error);
  });
  try {
    return await writeAndCommit(source, options, { handle, path });
  } finally {
    await handle.close();
  }
}

async function writeAndCommit(source: Readable, options: ReceiveOptions, file: OpenFile): Promise<Received> {
  const { lease, part, hash, checksum, checkSpace, leaseDuration, signal } = options;
  const { offset } = lease.file;
  const digest = checksum && createHash(checksum.algorithm);
  const check = every16MiB(checkSpace);
  const sink = createContentSink(file.handle, {
    path: file.path,
    position: offset - part.start,
    hashes: [hash, digest].filter((each) => each !== undefined),
    beforeWrite: async (size) => {
      await check(size);
      if (!checksum) await committer.keepUp(size);
    },
  });
  // A lost lease may destroy the stream after it has ended: without a listener the error would be uncaught.
  const fail = (error: unknown) => void sink.stream.on('error', () => undefined).destroy(error as Error);
  const committer = createCommitter(file, lease, sink, fail);
  const heartbeat = createHeartbeat(lease, sink, committer, !checksum);
  const stopHeartbeat = repeat(heartbeat, leaseDuration / 3, fail);
  try {
    const failure = await pipeline(source, sink.stream, { signal }).catch((error: unknown) => error);
    await sink.settled();
    if (digest && (failure || !digest.digest().equals(checksum.digest))) {
      await file.handle.truncate(offset - part.start);
      throw failure ?? new UploadError('checksum-mismatch', 'The received bytes do not match the checksum');
    }
    await committer.commitAll();
    return { bytes: sink.size, failure };
  } finally {
    await stopHeartbeat();
    await committer.settled();
  }
}

type Committer = ReturnType<typeof createCommitter>;

/** Syncs written bytes and then records their offset, one commit at a time, while further bytes are written. */
function createCommitter(file: OpenFile, lease: Lease, sink: ContentSink, onError: (error: unknown) => void) {
  const { offset } = lease.file;
  let committed = 0;
  let running: Promise<void> | undefined;

  async function commit(): Promise<void> {
    const size = sink.size;
    if (size === committed) return;
    await file.handle.datasync().catch((error: unknown) => {
      throw fileError(`syncing ${file.path}`, error);
    });
    await lease.advance(offset + size);
    committed = size;
  }

  const start = (): Promise<void> => (running ??= commit().finally(() => (running = undefined)));

  return {
    get running() {
      return running !== undefined;
    },
    begin: () => void start().catch(onError),
    /** Resolves when everything written so far is recorded. */
    async commitAll(): Promise<void> {
      await running;
      await start();
    },
    /** Starts a commit when enough bytes are waiting; waits for it when the disk has fallen too far behind. */
    async keepUp(size: number): Promise<void> {
      if (size - committed < commitBytes) return;
      const commit = start();
      if (size - committed >= 2 * commitBytes) await commit;
      else commit.catch(onError);
    },
    settled: async () => running?.catch(() => undefined),
  };
}

/**
 * Renews the lease while bytes arrive, by a commit if possible, since that changes the lease file too.
 * Without new bytes it does nothing, so that the lease of a stalled client expires.
 */
function createHeartbeat(lease: Lease, sink: ContentSink, committer: Committer, mayCommit: boolean) {
  let size = 0;
  return async (): Promise<void> => {
    if (committer.running) return lease.heartbeat();
    if (sink.size === size) return;
    ({ size } = sink);
    if (mayCommit) committer.begin();
    else await lease.heartbeat();
  };
}
