import type { Note } from '@persistence-lab/api';
import { type Book, isOwed, isUnansweredCreation } from './book.ts';
import { type NoteState, stateOf } from './entry.ts';
import type { Reading } from './verdict.ts';

/** A reading without the name of its replica. */
export type Findings = Omit<Reading, 'replica' | 'node'>;

export function examineNotes(book: Book, found: ReadonlyMap<string, Note>, beforeMark: boolean): Findings {
  const ids: Record<NoteState, string[]> = { kept: [], missing: [], stale: [], changed: unsentAmong(book, found) };
  for (const entry of book.entries.values()) {
    const state = book.altered.has(entry.id) ? 'changed' : stateOf(entry, found.get(entry.id));
    const counts =
      state === 'kept' ? isOwed(book, entry) : !entry.writtenOff && (!beforeMark || entry.order <= book.marked);
    if (counts || state === 'changed') ids[state].push(entry.id);
  }
  return { ...ids, kept: ids.kept.length };
}

/** Notes that claim to be the ledger's, and are of no change that it knows. */
function unsentAmong(book: Book, found: ReadonlyMap<string, Note>): string[] {
  const strangers = [...found].filter(([id, note]) => !book.entries.has(id) && book.isOurs(note));
  return strangers.filter(([id, note]) => note.id !== id || !isUnansweredCreation(book, note)).map(([id]) => id);
}
