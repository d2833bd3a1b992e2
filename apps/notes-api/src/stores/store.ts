import type { Note, NoteDraft } from '@persistence-lab/api';

export const storeNames = ['file', 'postgres', 'redis', 'memory'] as const;
export type StoreName = (typeof storeNames)[number];

/**
 * Decides from the current note (undefined when there is none) whether a change may proceed, and throws StorageError
 * `conflict` otherwise. The store evaluates it atomically with the change, and again when a concurrent change wins.
 */
export type Precondition = (current: Note | undefined) => void;

/** A position in the list, which continues after it; newest first. */
export interface Position {
  /** ISO 8601, UTC, milliseconds */
  readonly createdAt: string;
  readonly id: string;
}

export interface Page {
  readonly notes: Note[];
  /** Position at which the next page begins; null on the last page. */
  readonly next: Position | null;
}

export interface StoreDescription {
  readonly store: StoreName;
  /** Durability of an acknowledged change, in the server's own terms: "fdatasync before the answer", "appendfsync=everysec". */
  readonly acknowledgement: string;
  /** Location of the data: a folder, or the address of a server without credentials. */
  readonly location: string;
  readonly notes: number;
  /** Bytes used by the notes; null when unknown. */
  readonly bytes: number | null;
  /** File store: number of journals in its folder. */
  readonly journals?: number;
  /** File store: incomplete last lines discarded at start. */
  readonly tornLines?: number;
  /** File store: fdatasync calls of this process that acknowledged changes. */
  readonly syncs?: number;
}

/**
 * Stores notes. A resolved promise acknowledges the change, with the durability that `describe().acknowledgement`
 * states. All methods reject with StorageError only.
 */
export interface NotesStore {
  /** Creates a note under a new UUIDv7. */
  create(draft: NoteDraft): Promise<Note>;
  /** Creates or replaces the note with this id. */
  put(id: string, draft: NoteDraft, precondition?: Precondition): Promise<{ note: Note; created: boolean }>;
  /** Rejects with `not-found`. */
  get(id: string): Promise<Note>;
  /** Rejects with `not-found`. */
  delete(id: string, precondition?: Precondition): Promise<void>;
  /** Newest first (createdAt, then id, both descending); stable while notes are written. */
  list(limit: number, after?: Position): Promise<Page>;
  describe(): Promise<StoreDescription>;
  /** Proves that a write works; rejects with the reason when it does not. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The part of a pino logger that a store needs. */
export interface StoreLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
