import type { Note, NoteDraft } from '@persistence-lab/api';
import { type Entry, matchesDraft } from './entry.ts';

export interface LedgerState {
  readonly entries: Map<string, Entry>;
  readonly unansweredCreations: Set<NoteDraft>;
  readonly altered: Set<string>;
  readonly isOwnNote: (note: Note) => boolean;
  acknowledgements: number;
  /** The number of the last acknowledgement before the event. */
  checkpoint: number;
}

export function addEntry({ entries, altered }: LedgerState, id: string): Entry {
  const known = entries.get(id);
  if (known?.acknowledged) altered.add(id);
  const entry = known ?? { id, acknowledged: null, unanswered: [], earlier: new Set(), order: 0, discarded: false };
  entries.set(id, entry);
  return entry;
}

/** Whether a complete reading must contain the note of this entry. */
export function isExpected({ checkpoint }: LedgerState, entry: Entry): boolean {
  const { acknowledged, unanswered, order, discarded } = entry;
  return acknowledged !== null && unanswered.length === 0 && order <= checkpoint && !discarded;
}

export function isUnansweredCreation({ unansweredCreations }: LedgerState, note: Note): boolean {
  return [...unansweredCreations].some((draft) => matchesDraft(note, draft));
}
