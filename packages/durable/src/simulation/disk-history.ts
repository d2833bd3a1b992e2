/** One thing that was done to a simulated disk, in the order in which it happened. */
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

/** A sync that has returned: it covers what had been done before it was called, `before` steps. */
export type SyncStep =
  | { readonly kind: 'sync-file'; readonly inode: number; readonly before: number }
  | { readonly kind: 'sync-folder'; readonly path: string; readonly before: number }
  /** Linux then takes the pages for clean: no later sync of the file covers them (https://wiki.postgresql.org/wiki/Fsync_Errors). */
  | { readonly kind: 'sync-failed'; readonly inode: number; readonly before: number };

/** What a disk holds: the content of each path; a folder has none. */
export type DiskImage = ReadonlyMap<string, Uint8Array | null>;

/** A disk as it began, and all that was done to it. */
export interface DiskHistory {
  readonly start: DiskImage;
  /** Inode numbers of what was there at the start. */
  readonly startInodes: ReadonlyMap<string, number>;
  readonly steps: readonly Step[];
}
