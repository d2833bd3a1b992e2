import type { Reading, Verdict } from './verdict.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** Of the replica that kept the least. Both are 0 when nothing could be read. */
  readonly kept: number;
  readonly lost: number;
}

/**
 * What became of `acknowledged` notes (a ledger's `owed`), by what each replica gave back. The first that holds:
 *
 * 1. corrupt: a replica gave a note that nobody had sent, or one was `altered` as it was acknowledged;
 * 2. blocked: no replica could be read;
 * 3. diverged: the replicas do not miss the same notes, or are not behind with the same;
 * 4. survived: each reading is complete: all notes kept, none missing, none stale;
 * 5. lost: none is kept;
 * 6. partly lost.
 *
 * A stale note counts as lost: the change that was acknowledged last is. The order of the readings means nothing.
 */
export function judge(acknowledged: number, readings: readonly Reading[], altered: readonly string[] = []): Judgement {
  const results = readings.map((reading) => ({ kept: reading.kept, lost: lostBy(reading, acknowledged) }));
  const [worst = { kept: 0, lost: 0 }] = results.toSorted((a, b) => a.kept - b.kept || b.lost - a.lost);
  return { verdict: verdictOf(readings, altered, worst), ...worst };
}

function verdictOf(
  readings: readonly Reading[],
  altered: readonly string[],
  worst: Omit<Judgement, 'verdict'>,
): Verdict {
  if (altered.length > 0 || readings.some(({ changed }) => changed.length > 0)) return 'corrupt';
  if (readings.length === 0) return 'blocked';
  if (new Set(readings.map(shortcomings)).size > 1) return 'diverged';
  if (worst.lost === 0) return 'survived';
  return worst.kept === 0 ? 'lost' : 'partly lost';
}

/** A reading that does not account for all notes is not complete, whatever it lists. */
function lostBy({ kept, missing, stale, changed }: Reading, acknowledged: number): number {
  return Math.max(new Set([...missing, ...stale, ...changed]).size, acknowledged - kept);
}

function shortcomings({ kept, missing, stale }: Reading): string {
  return JSON.stringify([kept, missing.toSorted(), stale.toSorted()]);
}
