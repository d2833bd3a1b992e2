import { StorageError } from '@persistence-lab/durable';
import { afterEach, beforeEach } from 'vitest';
import type { Note } from '@persistence-lab/api';
import type { Author } from '../next-note.ts';
import type { NotesStore } from '../store.ts';

/** Initially empty data on which stores are opened: a folder, a database, a key prefix. */
export interface StoreHarness {
  /** Opens another store on the same data; the suite closes it. */
  open(author: Author): Promise<NotesStore>;
  /** Deletes the data, once all stores are closed. */
  dispose(): Promise<void>;
}

/** `true`, or why the store lacks the capability: the reason of the skipped test. */
export type Capability = true | string;

export interface StoreCapabilities {
  /** Acknowledged changes are present after the store is closed and opened again. */
  readonly reopens: Capability;
  /** Stores that are open on the same data see each other's acknowledged changes. */
  readonly shares: Capability;
  /** Preconditions are atomic across stores that are open on the same data. */
  readonly serializes: Capability;
}

/** An author whose clock moves only when a test advances it. */
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

/** Creates a harness for each test, and closes the stores that the test opened. */
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

/** Precondition: the note must have this version. */
export const requireVersion = (version: number) => (current: Note | undefined) => {
  if (current?.version !== version) throw new StorageError('conflict', `the version is not ${version}`);
};

/** Precondition: the note must not exist. */
export const requireNew = (current: Note | undefined) => {
  if (current) throw new StorageError('conflict', 'the note exists already');
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
