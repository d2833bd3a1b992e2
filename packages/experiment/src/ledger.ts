import { isDeepStrictEqual } from 'node:util';
import type { Note, NoteDraft } from '@persistence-lab/api';

/** What is known of one note. Only one client changes it, one change at a time. */
export interface Entry {
  readonly id: string;
  /** As it was last acknowledged; null: deleted, or never created. */
  acknowledged: Note | null;
  /** Sent since then, without an answer: each may be kept or not. */
  readonly unanswered: (NoteDraft | null)[];
}

/** What clients were promised, kept outside the service. */
export interface Ledger {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Notes that were sent without an id and not answered: any of them may be there. */
  readonly unansweredCreations: Set<NoteDraft>;
  readonly acknowledgements: number;
  add(id: string): Entry;
  acknowledge(entry: Entry, note: Note | null): void;
  /** What is wrong with these notes, as one process gives them; adds those of unanswered creations. */
  audit(found: ReadonlyMap<string, Note>): string[];
}

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>();
  const unansweredCreations = new Set<NoteDraft>();
  let acknowledgements = 0;

  function add(id: string): Entry {
    const entry: Entry = { id, acknowledged: null, unanswered: [] };
    entries.set(id, entry);
    return entry;
  }

  function auditStranger(note: Note): string[] {
    if (![...unansweredCreations].some((draft) => isOf(note, draft)))
      return [`${note.id} is there, and was never sent`];
    // It may be one that was never acknowledged: from here on it may be there, or not.
    add(note.id).unanswered.push({ title: note.title, text: note.text });
    return [];
  }

  return {
    entries,
    unansweredCreations,
    get acknowledgements() {
      return acknowledgements;
    },
    add,
    acknowledge(entry, note) {
      acknowledgements++;
      entry.acknowledged = note;
      entry.unanswered.length = 0;
    },
    audit(found) {
      const strangers = [...found.values()].filter(({ id }) => !entries.has(id)).flatMap(auditStranger);
      return [...strangers, ...[...entries.values()].flatMap((entry) => auditEntry(entry, found.get(entry.id)))];
    },
  };
}

function auditEntry({ id, acknowledged, unanswered }: Entry, found: Note | undefined): string[] {
  if (isDeepStrictEqual(found ?? null, acknowledged)) return [];
  if (unanswered.some((draft) => (draft ? found && isOf(found, draft) : !found))) return [];
  return [
    `${id} ${found ? `is ${JSON.stringify(found)}` : 'is not there'}, acknowledged: ${JSON.stringify(acknowledged)}`,
  ];
}

function isOf(note: Note, { title, text }: NoteDraft): boolean {
  return note.title === title && note.text === text;
}
