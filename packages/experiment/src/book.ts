import type { Note, NoteDraft } from '@persistence-lab/api';
import { type Entry, isOf } from './entry.ts';

/** What a ledger knows. */
export interface Book {
  readonly entries: Map<string, Entry>;
  readonly unansweredCreations: Set<NoteDraft>;
  readonly altered: Set<string>;
  readonly isOurs: (note: Note) => boolean;
  acknowledgements: number;
  /** The last acknowledgement before the event. */
  marked: number;
}

export function addEntry({ entries, altered }: Book, id: string): Entry {
  const known = entries.get(id);
  if (known?.acknowledged) altered.add(id);
  const entry = known ?? { id, acknowledged: null, unanswered: [], earlier: new Set(), order: 0, writtenOff: false };
  entries.set(id, entry);
  return entry;
}

export function isOwed({ marked }: Book, { acknowledged, unanswered, order, writtenOff }: Entry): boolean {
  return acknowledged !== null && unanswered.length === 0 && order <= marked && !writtenOff;
}

export function isUnansweredCreation({ unansweredCreations }: Book, note: Note): boolean {
  return [...unansweredCreations].some((draft) => isOf(note, draft));
}
