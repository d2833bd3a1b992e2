import { StorageError } from '@persistence-lab/durable';
import { afterEach, beforeEach } from 'vitest';
import type { Note } from '@persistence-lab/api';
import type { Author } from '../next-note.ts';
import type { NotesStore } from '../store.ts';

/** One set of data, empty at first, that stores are opened on: a folder, a database, a key prefix. */
export interface StoreHarness {
  /** Opens another store on the same data; the suite closes it. */
  open(author: Author): Promise<NotesStore>;
  /** Takes the data away. All stores are closed by then. */
  dispose(): Promise<void>;
}

/** `true`, or the reason why this store can't do it: it becomes the reason of the skipped test. */
export type Capability = true | string;

export interface StoreCapabilities {
  /** What was acknowledged is there when the store is closed and opened again. */
  readonly reopens: Capability;
  /** Stores that are open on the same data at once see each other's acknowledged changes. */
  readonly shares: Capability;
  /** Preconditions are atomic across stores that are open on the same data at once. */
  readonly serializes: Capability;
}

/** A clock that stands still until a test moves it, so that equal times are no accident. */
export interface TestAuthor extends Author {
  readonly writtenBy: string;
  tick(milliseconds?: number): void;
}

export function createTestAuthor(writtenBy = 'pod-1', start = Date.parse('2026-01-01T00:00:00.000Z')): TestAuthor {
  let time = start;
  return {
    writtenBy,
    now: () => time,
    tick: (milliseconds = 1) => {
      time += milliseconds;
    },
  };
}

export type CreateHarness = () => Promise<StoreHarness>;

/** A fresh harness for each test; every store that the test opened is closed after it. */
export function useHarness(createHarness: CreateHarness): { open(author?: Author): Promise<NotesStore> } {
  let harness: StoreHarness;
  let opened: NotesStore[] = [];
  beforeEach(async () => {
    harness = await createHarness();
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await harness.dispose();
  });
  return {
    open: async (author = createTestAuthor()) => {
      const store = await harness.open(author);
      opened.push(store);
      return store;
    },
  };
}

/** A precondition: the note must be the one that the caller has seen. */
export const requireVersion = (version: number) => (current: Note | undefined) => {
  if (current?.version !== version) throw new StorageError('conflict', `it is not version ${version} any more`);
};

/** A precondition: there must be no such note. */
export const requireNew = (current: Note | undefined) => {
  if (current) throw new StorageError('conflict', 'it exists already');
};

export async function allPages(store: NotesStore, limit = 500): Promise<Note[]> {
  const notes: Note[] = [];
  let page = await store.list(limit);
  notes.push(...page.notes);
  while (page.next) {
    page = await store.list(limit, page.next);
    notes.push(...page.notes);
  }
  return notes;
}
