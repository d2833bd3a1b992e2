import type { JournalFile } from './journal-file.ts';

/** When files are merged into a snapshot, and which. */
export interface CompactionPolicy {
  /** Bytes at which a process leaves its journal for a new one. */
  readonly fileLimit: number;
  /** More files than this that nobody seems to write to are merged. */
  readonly files: number;
  /** Milliseconds without growth after which nobody seems to write to a journal. */
  readonly idle: number;
  /** Lines that no longer stand, from which on files are merged when they are also more than those that do. */
  readonly garbage: number;
}

export const defaultPolicy: CompactionPolicy = { fileLimit: 64 << 20, files: 8, idle: 60_000, garbage: 10_000 };

/**
 * The files that are worth merging now, or none.
 *
 * Only files at rest are taken: sealing a journal in use is safe, but costs its writer a batch
 * written twice. When there are merely too many files, one that is larger than four times the
 * smaller ones together is left as it is: rewriting it would gain nothing.
 *
 * @param now the process's monotonic clock, in milliseconds
 */
export function chooseFiles(files: JournalFile[], policy: CompactionPolicy, now: number, all = false): JournalFile[] {
  const resting = files.filter((file) => !file.own && !file.gone && (all || isResting(file, policy, now)));
  if (all) return resting;
  const lines = sum(resting, (file) => file.lines);
  const live = sum(resting, (file) => file.live);
  if (lines - live > Math.max(policy.garbage, live)) return resting;
  return resting.length > policy.files ? smallFiles(resting) : [];
}

function isResting(file: JournalFile, policy: CompactionPolicy, now: number): boolean {
  return file.kind !== 'journal' || file.finished || file.grewAt === 0 || now - file.grewAt >= policy.idle;
}

function smallFiles(files: JournalFile[]): JournalFile[] {
  const bySize = files.toSorted((a, b) => a.seen - b.seen);
  let smaller = 0;
  const end = bySize.findIndex((file, at) => {
    const large = at > 1 && file.seen > 4 * smaller;
    smaller += file.seen;
    return large;
  });
  // A sealed file is a merge that somebody began: it is to be finished, however large it is.
  return end < 0 ? bySize : bySize.filter((file, at) => at < end || file.kind === 'sealed');
}

function sum(files: JournalFile[], of: (file: JournalFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
