import type { FileSystem } from '../../file-system.ts';
import { type Change, headOf } from '../format/change.ts';
import type { LatestChanges } from '../index/latest-changes.ts';
import type { FolderFiles } from '../reading/folder-files.ts';
import { type QueuedChange, createBatchQueue } from './batch-queue.ts';
import { type OwnFile, type WrittenLines, createOwnFile, isStillAtPath, writeBatch, writeFooter } from './own-file.ts';

export interface JournalWriter {
  /**
   * Resolves once the change is on stable storage, in a file that no compaction can have missed.
   * Rejects with StorageError `no-space` or `unavailable`; the change may then be kept or not.
   */
  append(change: Change): Promise<void>;
  /** Commits the waiting changes, then rejects later ones. */
  close(): Promise<void>;
  readonly syncs: number;
}

export interface JournalWriterOptions {
  readonly fs: FileSystem;
  readonly dir: string;
  /** The random id of this process. */
  readonly writer: string;
  /** Bytes at which the writer starts a new file, so that the old one can be compacted. */
  readonly fileLimit: number;
  readonly files: FolderFiles;
  readonly latest: LatestChanges;
}

/**
 * Appends changes to a file of its own, many to a sync.
 *
 * After the sync it checks that the path still leads to its own file. If not, a compaction may have
 * sealed and read the file before the batch was in it, so the batch is written again to a new file.
 * After a failed write or sync the file is never written to again: the kernel may have dropped the
 * pages that it could not write, so a later sync that succeeds proves nothing
 * (https://wiki.postgresql.org/wiki/Fsync_Errors).
 */
export function createJournalWriter(options: JournalWriterOptions): JournalWriter {
  const { fs, dir, writer, fileLimit, files, latest } = options;
  const queue = createBatchQueue(dir, commit);
  let current: OwnFile | undefined;
  let filesCreated = 0;
  let syncs = 0;

  /** Writes the batch to files until it is in one that every compaction reads with the batch in it. */
  async function commit(batch: readonly QueuedChange[]): Promise<void> {
    for (;;) {
      if (current && current.synced >= fileLimit) await finish(current);
      current ??= await createOwnFile(fs, dir, `${writer}-${filesCreated++}`, files);
      const target = current;
      const written = await write(target, batch);
      if (written) return apply(latest, target, batch, written);
    }
  }

  /** Undefined: the file is no longer at its path. */
  async function write(target: OwnFile, batch: readonly QueuedChange[]): Promise<WrittenLines | undefined> {
    try {
      const written = await writeBatch(fs, dir, target, batch);
      syncs++;
      if (await isStillAtPath(fs, target)) return written;
    } catch (error) {
      abandon(target);
      throw error;
    }
    // Other processes may read the batch in this file even if it fails in the next, so this one must too.
    abandon(target);
    return undefined;
  }

  /** Stops appending to the file and reads it from now on like the file of another process. */
  function abandon({ file }: OwnFile): void {
    current = undefined;
    file.access = 'followed';
  }

  async function finish(target: OwnFile): Promise<void> {
    await writeFooter(target);
    current = undefined;
    target.file.access = 'complete';
  }

  return {
    get syncs() {
      return syncs;
    },
    append: queue.add,
    async close() {
      await queue.close();
      if (current) await finish(current);
    },
  };
}

function apply(
  latest: LatestChanges,
  { file, synced }: OwnFile,
  batch: readonly QueuedChange[],
  { offsets, lengths }: WrittenLines,
): void {
  for (const [at, { change }] of batch.entries()) {
    file.progress.lines++;
    latest.apply(file, headOf(change), offsets[at]!, lengths[at]!);
  }
  file.progress.end = synced;
  file.progress.lastBatch = synced;
}
