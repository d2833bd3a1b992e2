import type { Head } from './change.ts';
import type { JournalFile } from './journal-file.ts';
import type { KeyIndex } from './key-index.ts';

interface StandingOptions {
  readonly index: KeyIndex;
  readonly fileByNumber: (number: number) => JournalFile;
  readonly onValue: ((slot: number, created: number) => void) | undefined;
}

/** Which change stands for each key, in the index, and how many lines of each file still count. */
export interface Standing {
  /** Weighs a line against what stands for its key. */
  take(file: JournalFile, head: Head, offset: number, length: number): void;
  /** Takes back what was taken from a file's batch that turned out to be torn. */
  forgetLastBatch(file: JournalFile): void;
  /** Keys, without the deleted ones. */
  readonly keys: number;
}

export function createStanding({ index, fileByNumber, onValue }: StandingOptions): Standing {
  let deleted = 0;

  function replace(slot: number): void {
    // a key that was forgotten has no line
    if (index.version(slot) > 0) fileByNumber(index.fileOf(slot)).live--;
    if (index.isDeleted(slot)) deleted--;
  }

  return {
    take(file, head, offset, length) {
      const known = index.slotOf(head.key);
      const order = known < 0 ? 1 : index.compare(known, head);
      if (order < 0) return;
      if (order === 0 && rank(file) < rank(fileByNumber(index.fileOf(known)))) return;
      if (known >= 0) replace(known);
      file.live++;
      if (head.deleted) deleted++;
      const slot = index.set(head, file.number, offset, length);
      if (order > 0 && !head.deleted) onValue?.(slot, head.created);
    },
    forgetLastBatch(file) {
      const { changes, values } = index.forget(file.number, file.lastBatch);
      file.live -= changes;
      deleted += values;
    },
    get keys() {
      return index.size - deleted;
    },
  };
}

/** Of two places of the same line, the one that will be there longer has the higher rank. */
function rank(file: JournalFile): number {
  return file.gone ? -1 : { sealed: 0, journal: 1, snapshot: 2 }[file.kind];
}
