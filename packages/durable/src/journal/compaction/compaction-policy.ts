import type { JournalFile } from '../reading/journal-file.ts';

/** When files are merged into a snapshot, and which. */
export interface CompactionPolicy {
  /** Bytes at which a process starts a new journal. */
  readonly fileLimit: number;
  /** More inactive files than this are merged. */
  readonly files: number;
  /** Milliseconds without growth after which a journal counts as inactive. */
  readonly idle: number;
  /** Superseded lines above which files are merged, if these are also more than the live ones. */
  readonly garbage: number;
}

export const defaultPolicy: CompactionPolicy = { fileLimit: 64 << 20, files: 8, idle: 60_000, garbage: 10_000 };

/**
 * The files that are worth merging now, or none.
 *
 * Only inactive files are chosen: sealing a journal in use is safe, but its writer must then write a
 * batch twice. When there are merely too many files, one larger than four times the smaller ones
 * together is left out: rewriting it would save nothing.
 *
 * @param now the process's monotonic clock, in milliseconds
 */
export function chooseFiles(files: JournalFile[], policy: CompactionPolicy, now: number, all = false): JournalFile[] {
  const inactive = files.filter(
    (file) => file.access !== 'own' && file.presence === 'listed' && (all || isInactive(file, policy, now)),
  );
  if (all) return inactive;
  const lines = sum(inactive, (file) => file.progress.lines);
  const live = sum(inactive, (file) => file.live);
  if (lines - live > Math.max(policy.garbage, live)) return inactive;
  return inactive.length > policy.files ? smallFiles(inactive) : [];
}

function isInactive(file: JournalFile, policy: CompactionPolicy, now: number): boolean {
  return file.kind !== 'journal' || file.access !== 'followed' || file.grewAt === 0 || now - file.grewAt >= policy.idle;
}

function smallFiles(files: JournalFile[]): JournalFile[] {
  const bySize = files.toSorted((a, b) => a.progress.size - b.progress.size);
  let smaller = 0;
  const end = bySize.findIndex(({ progress }, at) => {
    const isLarge = at > 1 && progress.size > 4 * smaller;
    smaller += progress.size;
    return isLarge;
  });
  // A sealed file is part of a compaction that was interrupted: that one is completed, whatever the size.
  return end < 0 ? bySize : bySize.filter((file, at) => at < end || file.kind === 'sealed');
}

function sum(files: JournalFile[], of: (file: JournalFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
