import type { Note, NoteDraft } from '@persistence-lab/api';

export const storeNames = ['file', 'postgres', 'redis', 'memory'] as const;
export type StoreName = (typeof storeNames)[number];

/**
 * Decides, with the note as it is now (undefined: there is none), whether a change may go on.
 * Throws StorageError `conflict` when it may not. The store runs it atomically with the change,
 * and may run it again when another writer was faster.
 */
export type Precondition = (current: Note | undefined) => void;

/** A place in the listing: the notes that come after this one, newest first. */
export interface Position {
  /** ISO 8601, UTC, milliseconds */
  readonly createdAt: string;
  readonly id: string;
}

export interface Page {
  readonly notes: Note[];
  /** Where the next page begins, or null when this is the last. */
  readonly next: Position | null;
}

export interface StoreDescription {
  readonly store: StoreName;
  /** What an acknowledgement means here, in the server's own words: "fdatasync before the answer", "appendfsync=everysec". */
  readonly acknowledgement: string;
  /** Where the data is: a folder, a server's address without its credentials. */
  readonly location: string;
  readonly notes: number;
  /** Bytes used by the notes, as far as the store can tell; null when it can't. */
  readonly bytes: number | null;
  /** File store: the journals in its folder. */
  readonly journals?: number;
  /** File store: torn last lines dropped at start. */
  readonly tornLines?: number;
  /** File store: calls of fdatasync by which this process has acknowledged changes. */
  readonly syncs?: number;
}

/**
 * Keeps notes. A promise that resolves is an acknowledgement: the change is kept as well as
 * `describe().acknowledgement` says. All methods reject with StorageError only.
 */
export interface NotesStore {
  /** Keeps a new note under an id of the store's choice (UUIDv7). */
  create(draft: NoteDraft): Promise<Note>;
  /** Creates or replaces the note of this id. */
  put(id: string, draft: NoteDraft, precondition?: Precondition): Promise<{ note: Note; created: boolean }>;
  /** Rejects with `not-found`. */
  get(id: string): Promise<Note>;
  /** Rejects with `not-found`. */
  delete(id: string, precondition?: Precondition): Promise<void>;
  /** Newest first (createdAt, then id, both descending); stable while notes are written. */
  list(limit: number, after?: Position): Promise<Page>;
  describe(): Promise<StoreDescription>;
  /** Proves that a write works now; rejects with the reason when it does not. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
