import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Note, NoteDraft } from '@persistence-lab/api';

/** What is known of one note. Only one client changes it, one change at a time. */
export interface Entry {
  readonly id: string;
  /** As it was last acknowledged; null: deleted, or never created. */
  acknowledged: Note | null;
  /** Sent since then, without an answer: each may be kept or not. */
  readonly unanswered: (NoteDraft | null)[];
  /** Digests of what had been acknowledged, or sent without an answer, before that. */
  readonly earlier: Set<string>;
  /** Which of the ledger's acknowledgements was its last, counted from 1; 0: none. */
  order: number;
  /** Acknowledged by what an undo took away: nobody owes it any more. */
  writtenOff: boolean;
}

/** How a note came back. Stale: as an earlier change had left it, or although it was deleted. */
export type NoteState = 'kept' | 'missing' | 'stale' | 'changed';

export function stateOf(entry: Entry, found: Note | undefined): NoteState {
  if (isAsPromised(entry, found)) return 'kept';
  if (!found) return 'missing';
  if (found.id !== entry.id) return 'changed';
  const isEarlier = entry.earlier.has(digestOf(found)) || entry.earlier.has(draftDigestOf(found));
  return isEarlier ? 'stale' : 'changed';
}

/** As it was acknowledged, or as any change left it that was sent since and not answered. */
export function isAsPromised({ id, acknowledged, unanswered }: Entry, found: Note | undefined): boolean {
  if (isDeepStrictEqual(found ?? null, acknowledged)) return true;
  return unanswered.some((draft) => (draft ? found?.id === id && isOf(found, draft) : !found));
}

export function isOf(note: Note, { title, text }: NoteDraft): boolean {
  return note.title === title && note.text === text;
}

/** Every field counts, in an order of its own: how a service orders them is its business. */
export function digestOf(note: Note | NoteDraft): string {
  if (!('id' in note)) return draftDigestOf(note);
  const { id, title, text, createdAt, updatedAt, version, writtenBy } = note;
  return hash('sha256', JSON.stringify([id, title, text, createdAt, updatedAt, version, writtenBy]), 'base64url');
}

const draftDigestOf = ({ title, text }: NoteDraft) => hash('sha256', JSON.stringify([title, text]), 'base64url');
