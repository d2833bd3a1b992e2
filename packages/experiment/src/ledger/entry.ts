import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Note, NoteDraft } from '@persistence-lab/api';

/** What is known about one note. Only one client changes it, one change at a time. */
export interface Entry {
  readonly id: string;
  /** The last acknowledged state; null: deleted, or never created. */
  acknowledged: Note | null;
  /** Changes sent since then without an answer: each may be stored or not. */
  readonly unanswered: (NoteDraft | null)[];
  /** Digests of earlier states: acknowledged, or sent without an answer. */
  readonly earlier: Set<string>;
  /** Number of its last acknowledgement in the ledger, counted from 1; 0: none. */
  order: number;
  /** Acknowledged on storage that an undo removed: no longer expected. */
  discarded: boolean;
}

/** How a note came back. Stale: in an earlier state, or although it was deleted. */
export type NoteState = 'kept' | 'missing' | 'stale' | 'changed';

export function stateOf(entry: Entry, found: Note | undefined): NoteState {
  if (matchesAcknowledged(entry, found)) return 'kept';
  if (!found) return 'missing';
  if (found.id !== entry.id) return 'changed';
  const isEarlier = entry.earlier.has(digestOf(found)) || entry.earlier.has(draftDigestOf(found));
  return isEarlier ? 'stale' : 'changed';
}

/** Whether a note is in its acknowledged state, or in that of a later change without an answer. */
export function matchesAcknowledged({ id, acknowledged, unanswered }: Entry, found: Note | undefined): boolean {
  if (isDeepStrictEqual(found ?? null, acknowledged)) return true;
  return unanswered.some((draft) => (draft ? found?.id === id && matchesDraft(found, draft) : !found));
}

export function matchesDraft(note: Note, { title, text }: NoteDraft): boolean {
  return note.title === title && note.text === text;
}

/** Covers every field, in a fixed order: services may order fields differently. */
export function digestOf(note: Note | NoteDraft): string {
  if (!('id' in note)) return draftDigestOf(note);
  const { id, title, text, createdAt, updatedAt, version, writtenBy } = note;
  return hash('sha256', JSON.stringify([id, title, text, createdAt, updatedAt, version, writtenBy]), 'base64url');
}

const draftDigestOf = ({ title, text }: NoteDraft) => hash('sha256', JSON.stringify([title, text]), 'base64url');
