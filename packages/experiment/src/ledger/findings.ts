import type { Note } from '@persistence-lab/api';
import type { Reading } from '../verdicts/verdict.ts';
import { type Entry, matchesAcknowledged, type NoteState, stateOf } from './entry.ts';
import { addEntry, isExpected, isUnansweredCreation, type LedgerState } from './ledger-state.ts';

/** A reading without its replica and node. */
export type Findings = Omit<Reading, 'replica' | 'node'>;

export function examineNotes(
  state: LedgerState,
  found: ReadonlyMap<string, Note>,
  beforeCheckpoint: boolean,
): Findings {
  const ids: Record<NoteState, string[]> = { kept: [], missing: [], stale: [], changed: unsentIds(state, found) };
  for (const entry of state.entries.values()) {
    const noteState = state.altered.has(entry.id) ? 'changed' : stateOf(entry, found.get(entry.id));
    const mustBeThere = !entry.discarded && (!beforeCheckpoint || entry.order <= state.checkpoint);
    const counts = noteState === 'kept' ? isExpected(state, entry) : mustBeThere;
    if (counts || noteState === 'changed') ids[noteState].push(entry.id);
  }
  return { ...ids, kept: ids.kept.length };
}

/** Ids of the ledger's own notes that match no change in it. */
function unsentIds(state: LedgerState, found: ReadonlyMap<string, Note>): string[] {
  const unknown = [...found].filter(([id, note]) => !state.entries.has(id) && state.isOwnNote(note));
  return unknown.filter(([id, note]) => note.id !== id || !isUnansweredCreation(state, note)).map(([id]) => id);
}

export function auditNotes(state: LedgerState, found: ReadonlyMap<string, Note>): string[] {
  const unknown = [...found.values()].filter((note) => !state.entries.has(note.id) && state.isOwnNote(note));
  const problems = unknown.flatMap((note) => auditUnknown(state, note));
  for (const id of state.altered) problems.push(`${id} was acknowledged with other content than was sent`);
  for (const entry of state.entries.values()) problems.push(...auditEntry(entry, found.get(entry.id)));
  return problems;
}

function auditUnknown(state: LedgerState, note: Note): string[] {
  if (!isUnansweredCreation(state, note)) return [`${note.id} exists, but was never sent`];
  // It may be of a creation without an answer: from here on it may exist or not.
  addEntry(state, note.id).unanswered.push({ title: note.title, text: note.text });
  return [];
}

function auditEntry(entry: Entry, found: Note | undefined): string[] {
  if (matchesAcknowledged(entry, found)) return [];
  const actual = found ? `is ${JSON.stringify(found)}` : 'is missing';
  return [`${entry.id} ${actual}, acknowledged: ${JSON.stringify(entry.acknowledged)}`];
}
