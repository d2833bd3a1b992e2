import type { Note, NoteDraft } from '@persistence-lab/api';
import { auditNotes } from './audit.ts';
import { addEntry, type Book, isOwed } from './book.ts';
import { digestOf, type Entry, isOf } from './entry.ts';
import { examineNotes, type Findings } from './findings.ts';

/** What clients were promised, kept outside the service. */
export interface Ledger {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Notes that were sent without an id and not answered: any of them may be there. */
  readonly unansweredCreations: Set<NoteDraft>;
  readonly acknowledgements: number;
  /** Ids of notes that were not acknowledged as they were sent: corrupt, whatever is read later. */
  readonly altered: readonly string[];
  /**
   * How many notes a complete reading keeps: those acknowledged before the mark, not deleted, not written off, and
   * without an unanswered change since. What became of any other says nothing of the event.
   */
  readonly owed: number;
  /** A new note's entry. An id that has an acknowledged note already was given to two: they count as altered. */
  add(id: string): Entry;
  /** `sent`, where it is given, is what the acknowledgement has to be of. */
  acknowledge(entry: Entry, note: Note | null, sent?: NoteDraft | null): void;
  /**
   * The event comes now. What is acknowledged from here on may be its replacement's: it has to be kept all the same,
   * but that does not count as surviving. A later mark takes the place of this one.
   */
  mark(): void;
  /**
   * What was acknowledged since the mark is owed no more: an undo took away what held it. It may be there, be missing or
   * stand as it did before, until it is acknowledged again; a note that nobody sent is changed all the same.
   */
  writeOff(): void;
  /** What is wrong with these notes, as one process gives them; adds those of unanswered creations. */
  audit(found: ReadonlyMap<string, Note>): string[];
  /**
   * Which promises are kept by these notes, all that one replica gives; changes nothing. With `beforeMark` what was
   * acknowledged since the mark may be missing: for a reading after an undo that takes the replacement away.
   */
  examine(found: ReadonlyMap<string, Note>, options?: { readonly beforeMark?: boolean }): Findings;
}

export interface LedgerOptions {
  /**
   * Whether a note of unknown id claims to belong here, by a signature in its title: one that does was never sent. One
   * that does not is somebody else's, and passed over. Default: each claims it.
   */
  readonly isOurs?: (note: Note) => boolean;
}

export function createLedger({ isOurs = () => true }: LedgerOptions = {}): Ledger {
  const book: Book = {
    entries: new Map(),
    unansweredCreations: new Set(),
    altered: new Set(),
    isOurs,
    acknowledgements: 0,
    marked: Infinity,
  };
  return {
    entries: book.entries,
    unansweredCreations: book.unansweredCreations,
    get acknowledgements() {
      return book.acknowledgements;
    },
    get altered() {
      return [...book.altered];
    },
    get owed() {
      return [...book.entries.values()].filter((entry) => isOwed(book, entry)).length;
    },
    add: (id) => addEntry(book, id),
    acknowledge: (entry, note, sent) => acknowledge(book, entry, note, sent),
    mark() {
      book.marked = book.acknowledgements;
    },
    writeOff() {
      for (const entry of book.entries.values()) entry.writtenOff ||= entry.order > book.marked;
    },
    audit: (found) => auditNotes(book, found),
    examine: (found, { beforeMark = false } = {}) => examineNotes(book, found, beforeMark),
  };
}

function acknowledge(book: Book, entry: Entry, note: Note | null, sent: NoteDraft | null | undefined): void {
  if (!isAnswerTo(entry, note, sent)) book.altered.add(entry.id);
  if (entry.acknowledged) entry.earlier.add(digestOf(entry.acknowledged));
  for (const draft of entry.unanswered) if (draft && !(note && isOf(note, draft))) entry.earlier.add(digestOf(draft));
  entry.acknowledged = note;
  entry.unanswered.length = 0;
  entry.order = ++book.acknowledgements;
  entry.writtenOff = false;
}

function isAnswerTo({ id }: Entry, note: Note | null, sent: NoteDraft | null | undefined): boolean {
  if (note && note.id !== id) return false;
  if (sent === undefined) return true;
  return sent && note ? isOf(note, sent) : sent === note;
}
