/** One change or sync of a simulated disk. */
export type Step = NameStep | WriteStep | SyncStep;

export type NameStep =
  | { readonly kind: 'create'; readonly path: string; readonly inode: number; readonly folder: boolean }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string };

export interface WriteStep {
  readonly kind: 'write';
  readonly inode: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

/** A sync that has returned. It covers the steps before it was called, which are the first `before` steps. */
export type SyncStep =
  | { readonly kind: 'sync-file'; readonly inode: number; readonly before: number }
  | { readonly kind: 'sync-folder'; readonly path: string; readonly before: number }
  /** Linux then marks the pages clean, so no later sync of the file covers them (https://wiki.postgresql.org/wiki/Fsync_Errors). */
  | { readonly kind: 'sync-failed'; readonly inode: number; readonly before: number };

/** The content of each path; null for a folder. */
export type DiskImage = ReadonlyMap<string, Uint8Array | null>;

/** The initial content of a disk, and all steps since. */
export interface DiskHistory {
  readonly start: DiskImage;
  /** Inode numbers of the initial content. */
  readonly startInodes: ReadonlyMap<string, number>;
  readonly steps: readonly Step[];
}
