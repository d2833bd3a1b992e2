import type { Note, NoteDraft } from '@persistence-lab/api';
import { digestOf, type Entry, matchesDraft } from './entry.ts';
import { auditNotes, examineNotes, type Findings } from './findings.ts';
import { addEntry, isExpected, type LedgerState } from './ledger-state.ts';

/** What the service has acknowledged to its clients, recorded outside the service. */
export interface Ledger {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Notes that were sent without an id and not answered: each of them may exist. */
  readonly unansweredCreations: Set<NoteDraft>;
  readonly acknowledgements: number;
  /** Ids of notes whose acknowledgement differs from what was sent: corrupt, whatever is read later. */
  readonly altered: readonly string[];
  /**
   * How many notes a complete reading contains: those acknowledged before the checkpoint, not deleted, not discarded,
   * and without an unanswered change since. All other notes say nothing about the effect of the event.
   */
  readonly expectedCount: number;
  /** Adds the entry of a new note. If the id already belongs to an acknowledged note, it counts as altered. */
  add(id: string): Entry;
  /** Records an acknowledgement. `sent`, if given, is what it has to match. */
  acknowledge(entry: Entry, note: Note | null, sent?: NoteDraft | null): void;
  /**
   * Call it at the event. Notes acknowledged later may come from a replacement: they have to be kept, but do not count
   * as survived. A later checkpoint replaces this one.
   */
  checkpoint(): void;
  /**
   * Stops expecting what was acknowledged since the checkpoint, because an undo removed its storage. Such a note may
   * exist, be missing, or be in its earlier state until it is acknowledged again; content that was never sent still
   * counts as changed.
   */
  discardSinceCheckpoint(): void;
  /** Returns the problems in these notes, as one process returns them; adds entries for unanswered creations. */
  audit(found: ReadonlyMap<string, Note>): string[];
  /**
   * Compares all notes of one replica with the acknowledged ones; changes nothing. With `beforeCheckpoint` notes
   * acknowledged since the checkpoint may be missing: for a reading after an undo that removes the replacement.
   */
  examine(found: ReadonlyMap<string, Note>, options?: { readonly beforeCheckpoint?: boolean }): Findings;
}

export interface LedgerOptions {
  /**
   * Whether a note with an unknown id belongs to this ledger, by a prefix of its title: if so, it was never sent; if
   * not, it is ignored. Default: every note belongs to it.
   */
  readonly isOwnNote?: (note: Note) => boolean;
}

export function createLedger({ isOwnNote = () => true }: LedgerOptions = {}): Ledger {
  const state: LedgerState = {
    entries: new Map(),
    unansweredCreations: new Set(),
    altered: new Set(),
    isOwnNote,
    acknowledgements: 0,
    checkpoint: Infinity,
  };
  return {
    entries: state.entries,
    unansweredCreations: state.unansweredCreations,
    get acknowledgements() {
      return state.acknowledgements;
    },
    get altered() {
      return [...state.altered];
    },
    get expectedCount() {
      return [...state.entries.values()].filter((entry) => isExpected(state, entry)).length;
    },
    add: (id) => addEntry(state, id),
    acknowledge: (entry, note, sent) => acknowledge(state, entry, note, sent),
    checkpoint() {
      state.checkpoint = state.acknowledgements;
    },
    discardSinceCheckpoint() {
      for (const entry of state.entries.values()) entry.discarded ||= entry.order > state.checkpoint;
    },
    audit: (found) => auditNotes(state, found),
    examine: (found, { beforeCheckpoint = false } = {}) => examineNotes(state, found, beforeCheckpoint),
  };
}

function acknowledge(state: LedgerState, entry: Entry, note: Note | null, sent: NoteDraft | null | undefined): void {
  if (!isAnswerTo(entry, note, sent)) state.altered.add(entry.id);
  if (entry.acknowledged) entry.earlier.add(digestOf(entry.acknowledged));
  for (const draft of entry.unanswered)
    if (draft && !(note && matchesDraft(note, draft))) entry.earlier.add(digestOf(draft));
  entry.acknowledged = note;
  entry.unanswered.length = 0;
  entry.order = ++state.acknowledgements;
  entry.discarded = false;
}

function isAnswerTo({ id }: Entry, note: Note | null, sent: NoteDraft | null | undefined): boolean {
  if (note && note.id !== id) return false;
  if (sent === undefined) return true;
  return sent && note ? matchesDraft(note, sent) : sent === note;
}
