import { join } from 'node:path';
import { removeIfThere, syncFolder } from '../atomic-file.ts';
import { type FileHandle, type FileIdentity, type FileSystem, writeAll } from '../file-system.ts';
import { StorageError, errorCode, fileError } from '../storage-error.ts';
import { type Change, encodeChange, prepareChange } from './change.ts';
import { fileName } from './file-name.ts';
import { footerLine, headerLine } from './format.ts';
import type { JournalFile } from './journal-file.ts';

export interface JournalWriter {
  /**
   * Resolves once the change is on stable storage, in a file that no compactor can have missed.
   * Rejects with StorageError `no-space` or `unavailable`; whether the change is kept is then unknown.
   */
  append(change: Change): Promise<void>;
  /** Lets the batch that is under way end, then takes no more. */
  close(): Promise<void>;
  readonly syncs: number;
}

export interface JournalWriterOptions {
  readonly fs: FileSystem;
  readonly dir: string;
  /** The random name of this process. */
  readonly writer: string;
  /** Bytes from which on a file is left for a new one, so that compactors can have it. */
  readonly fileLimit: number;
  /** A file was begun: the folder must know it, so as not to follow it. */
  readonly onOpen: (stem: string, path: string, handle: FileHandle) => JournalFile;
  /** The change is acknowledged and stands here. Called before `append` resolves. */
  readonly onKept: (change: Change, file: JournalFile, offset: number, length: number) => void;
}

interface Pending {
  readonly change: Change;
  readonly line: ReturnType<typeof prepareChange>;
  readonly resolve: () => void;
  readonly reject: (error: StorageError) => void;
}

interface Current extends FileIdentity {
  readonly file: JournalFile;
  /** The name it was made with. The folder follows the file when a compactor renames it; this must not. */
  readonly path: string;
  /** Bytes known to be on stable storage. */
  synced: number;
  /** Bytes written: what is in the file before the next batch. */
  end: number;
}

/** Batches grow no larger than this, so that one sync never keeps hundreds of megabytes waiting. */
const largestBatch = 8 << 20;

/**
 * Appends changes to a file of its own, many to a sync: those that arrive while one batch is
 * written and synced form the next batch.
 *
 * After the sync it looks whether the path still leads to its own file. If not, a compactor may
 * have sealed and read the file before the batch was in it: the batch is written again to a new
 * file. After a failed write or sync the file is left for good: what the kernel could not write it
 * may have dropped, so a second sync that succeeds would prove nothing
 * (https://wiki.postgresql.org/wiki/Fsync_Errors).
 */
export function createJournalWriter(options: JournalWriterOptions): JournalWriter {
  const { fs, dir, writer } = options;
  let waiting: Pending[] = [];
  let running: Promise<void> | undefined;
  let current: Current | undefined;
  let files = 0;
  let syncs = 0;
  let closed = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        await keep(batch);
        for (const pending of batch) pending.resolve();
      } catch (error) {
        const failure = fileError(`writing to ${dir}`, error);
        for (const pending of batch) pending.reject(failure);
      }
    }
    running = undefined;
  }

  function takeBatch(): Pending[] {
    let [count, bytes] = [0, 0];
    while (count < waiting.length && bytes < largestBatch) bytes += waiting[count++]!.line.value.length;
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  /** Writes the batch to files until one of them is certain to be read by whoever compacts. */
  async function keep(batch: Pending[]): Promise<void> {
    for (;;) {
      if (current && current.synced >= options.fileLimit) await end(current);
      const target = current ?? (await open());
      const written = await write(target, batch);
      if (await stillNamed(target)) {
        for (const [at, pending] of batch.entries()) {
          options.onKept(pending.change, target.file, written.offsets[at]!, written.lengths[at]!);
        }
        target.file.consumed = target.synced;
        target.file.lastBatch = target.synced;
        return;
      }
      // Should the batch fail in the next file too, others may read it in this one, and so must we.
      leave(target, false);
    }
  }

  async function open(): Promise<Current> {
    const stem = `${writer}-${files++}`;
    const path = join(dir, fileName(stem, 'journal'));
    const handle = await fs.open(path, 'ax+');
    try {
      const { dev, ino } = await handle.stat({ bigint: true });
      const begun = { file: options.onOpen(stem, path, handle), path, dev, ino, synced: 0, end: 0 };
      await begin(begun);
      return begun;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * The header is written first and alone, so that a full disk shows while nobody can have read
   * anything in the file that matters to them, and it may be removed.
   */
  async function begin(target: Current): Promise<void> {
    const header = Buffer.from(headerLine('journal'));
    try {
      await writeAll(target.file.handle, header);
    } catch (error) {
      leave(target, true);
      await removeIfThere(target.path, fs);
      throw error;
    }
    target.end = header.length;
    current = target;
  }

  async function write(target: Current, batch: Pending[]): Promise<{ offsets: number[]; lengths: number[] }> {
    const lines = batch.map(({ line }) => encodeChange(line, target.synced));
    try {
      await writeAll(target.file.handle, Buffer.from(lines.join('')));
      await target.file.handle.datasync();
      if (target.synced === 0) await syncFolder(dir, fs);
      syncs++;
    } catch (error) {
      leave(target, false);
      throw error;
    }
    const offsets: number[] = [];
    const lengths = lines.map((line) => {
      const bytes = Buffer.byteLength(line);
      offsets.push(target.end);
      target.end += bytes;
      return bytes - 1;
    });
    target.synced = target.end;
    return { offsets, lengths };
  }

  async function stillNamed(target: Current): Promise<boolean> {
    try {
      const { dev, ino } = await fs.stat(target.path, { bigint: true });
      return dev === target.dev && ino === target.ino;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      leave(target, false);
      throw error;
    }
  }

  /**
   * Leaves a file with a line that says so: others need not look any more whether it has grown. All
   * changes in it are acknowledged; should that line be lost, they go on looking.
   */
  async function end(target: Current): Promise<void> {
    await writeAll(target.file.handle, Buffer.from(footerLine(target.file.lines))).catch(() => undefined);
    leave(target, true);
  }

  /** From now on the file is as any other process's; `complete`: nothing in it is still to be read. */
  function leave(target: Current, complete: boolean): void {
    current = undefined;
    target.file.own = false;
    target.file.finished = complete;
  }

  return {
    get syncs() {
      return syncs;
    },
    append(change) {
      if (closed) return Promise.reject(new StorageError('unavailable', `the journal in ${dir} is closed`));
      return new Promise((resolve, reject) => {
        waiting.push({ change, line: prepareChange(change), resolve, reject });
        running ??= run();
      });
    },
    async close() {
      closed = true;
      await running;
      if (current) await end(current);
    },
  };
}
