import type { Note, NoteDraft } from '@persistence-lab/api';
import fc from 'fast-check';
import type { Entry } from '../ledger/entry.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';

/** A change of one of a few notes. Without an answer, the client does not know whether it was `made`. */
export interface Change {
  readonly note: number;
  readonly what: 'create' | 'put' | 'delete';
  readonly text: string;
  readonly answered: boolean;
  readonly made: boolean;
}

export const change: fc.Arbitrary<Change> = fc.record({
  note: fc.nat(5),
  what: fc.constantFrom('create', 'put', 'put', 'delete'),
  text: fc.string({ unit: 'binary', maxLength: 8 }),
  answered: fc.boolean(),
  made: fc.boolean(),
});

export const idOf = (n: number): string => `0199b4a5-0000-7000-8000-00000000000${n}`;

/** An honest store, and the ledger of its client. */
export interface History {
  readonly ledger: Ledger;
  readonly store: Map<string, Note>;
  /** Every state that was ever acknowledged, oldest first. */
  readonly acknowledged: Note[];
}

export function noteOf(n: number, { title, text }: NoteDraft, before?: Note): Note {
  const version = (before?.version ?? 0) + 1;
  const updatedAt = new Date(version).toISOString();
  return { id: idOf(n), title, text, createdAt: before?.createdAt ?? updatedAt, updatedAt, version, writtenBy: 'one' };
}

/** Makes the changes; the checkpoint comes before the change number `checkpoint`. */
export function play(changes: readonly Change[], checkpoint = Infinity): History {
  const history: History = { ledger: createLedger(), store: new Map(), acknowledged: [] };
  for (const [at, change] of changes.entries()) {
    if (at === checkpoint) history.ledger.checkpoint();
    apply(history, change, at);
  }
  return history;
}

function apply({ ledger, store, acknowledged }: History, { note: n, what, text, answered, made }: Change, at: number) {
  const draft = what === 'delete' ? null : { title: 'a', text: `${at} ${text}` };
  const before = store.get(idOf(n));
  if (what === 'delete' && !before) return;
  const after = draft && noteOf(n, draft, before);
  const entry: Entry = ledger.entries.get(idOf(n)) ?? ledger.add(idOf(n));
  entry.unanswered.push(draft);
  if (answered) ledger.acknowledge(entry, after, draft);
  if (answered && after) acknowledged.push(after);
  if (!answered && !made) return;
  if (after) store.set(after.id, after);
  else store.delete(idOf(n));
}
