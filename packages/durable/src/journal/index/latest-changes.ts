import type { Head } from '../format/change.ts';
import type { JournalFile } from '../reading/journal-file.ts';
import type { KeyIndex } from './key-index.ts';

interface LatestChangesOptions {
  readonly index: KeyIndex;
  readonly fileByNumber: (number: number) => JournalFile;
  readonly onValue: ((slot: number, created: number) => void) | undefined;
}

/** Keeps the latest change of each key in the index, and counts how many lines of each file are live. */
export interface LatestChanges {
  /** Compares a line with the latest change of its key and keeps the later. */
  apply(file: JournalFile, head: Head, offset: number, length: number): void;
  /** Removes the changes of a file's last batch, which was never acknowledged. */
  discardLastBatch(file: JournalFile): void;
  /** Keys that have a value. */
  readonly keys: number;
}

export function createLatestChanges({ index, fileByNumber, onValue }: LatestChangesOptions): LatestChanges {
  let deleted = 0;

  function uncount(slot: number): void {
    // A discarded change has version 0 and is already uncounted.
    if (index.version(slot) > 0) fileByNumber(index.fileOf(slot)).live--;
    if (index.isDeleted(slot)) deleted--;
  }

  return {
    apply(file, head, offset, length) {
      const known = index.slotOf(head.key);
      const order = known < 0 ? 1 : index.compare(known, head);
      if (order < 0) return;
      if (order === 0 && rank(file) < rank(fileByNumber(index.fileOf(known)))) return;
      if (known >= 0) uncount(known);
      file.live++;
      if (head.deleted) deleted++;
      const slot = index.set(head, file.number, offset, length);
      if (order > 0 && !head.deleted) onValue?.(slot, head.created);
    },
    discardLastBatch(file) {
      const { changes, values } = index.discard(file.number, file.progress.lastBatch);
      file.live -= changes;
      deleted += values;
    },
    get keys() {
      return index.size - deleted;
    },
  };
}

/** Of two copies of the same line, the one in the file that will exist longer has the higher rank. */
function rank(file: JournalFile): number {
  return file.presence === 'listed' ? { sealed: 0, journal: 1, snapshot: 2 }[file.kind] : -1;
}
