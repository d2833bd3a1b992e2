import type { FileHandle } from '../../file-system.ts';
import type { FileKind } from '../format/file-name.ts';

/**
 * How this process uses a file:
 *
 * - `own`: it appends to the file and applies the lines itself.
 * - `followed`: another process may append, so the file is read whenever it has grown.
 * - `complete`: every line that counts is applied.
 * - `merging`: a compaction of this process replaces the file; later lines do not count.
 * - `damaged`: it is not read any further.
 */
export type Access = 'own' | 'followed' | 'complete' | 'merging' | 'damaged';

/**
 * Whether the folder still lists a file:
 *
 * - `missing`: no longer, but its handle is kept for the changes that the index finds in it.
 * - `dropped`: no longer, and the index does not need it; its handle closes after the last read.
 */
export type Presence = 'listed' | 'missing' | 'dropped';

/** How far a file is read. */
export interface Progress {
  /** Bytes up to which every line is applied. */
  end: number;
  /** Size when it was last read; -1 before. */
  size: number;
  /** Lines applied or superseded, deletions among them. */
  lines: number;
  /** Offset of the last batch that was read: all batches before it are acknowledged. */
  lastBatch: number;
}

/** One file of the folder, as this process knows it. */
export interface JournalFile {
  readonly number: number;
  readonly stem: string;
  readonly handle: FileHandle;
  kind: FileKind;
  path: string;
  access: Access;
  presence: Presence;
  progress: Progress;
  /** Keys whose latest change is in this file. */
  live: number;
  /** When growth was last seen, by this process's monotonic clock in milliseconds; 0: never. */
  grewAt: number;
  /** Reads under way, which need the handle. */
  readers: number;
  /** The other files were already read again because this one is missing. */
  lossHandled: boolean;
}

export type NewFile = Pick<JournalFile, 'stem' | 'kind' | 'path' | 'handle' | 'access'>;

export function createJournalFile(file: NewFile, number: number): JournalFile {
  return {
    ...file,
    number,
    presence: 'listed',
    progress: createProgress(),
    live: 0,
    grewAt: file.access === 'own' ? performance.now() : 0,
    readers: 0,
    lossHandled: false,
  };
}

export function createProgress(): Progress {
  return { end: 0, size: -1, lines: 0, lastBatch: 0 };
}

/** Closes a dropped file, unless it is being read. */
export async function closeIfUnused(file: JournalFile): Promise<void> {
  if (file.presence === 'dropped' && file.readers === 0) await file.handle.close();
}
