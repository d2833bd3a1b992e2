import type { Reading, Verdict } from './verdict.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** Of the replica that kept the fewest notes. Both are 0 when no replica could be read. */
  readonly kept: number;
  readonly lost: number;
}

/**
 * The verdict on `expected` notes (a ledger's `expectedCount`) from what each replica returned. The first that applies:
 *
 * 1. corrupt: a replica returned a note that was never sent, or an acknowledgement differed from what was sent (`altered`);
 * 2. blocked: no replica could be read;
 * 3. diverged: the replicas differ in their missing or stale notes;
 * 4. survived: every reading is complete: all notes kept, none missing, none stale;
 * 5. lost: no note is kept;
 * 6. partly lost.
 *
 * A stale note counts as lost, because its last acknowledged change is. The order of the readings does not matter.
 */
export function judge(expected: number, readings: readonly Reading[], altered: readonly string[] = []): Judgement {
  const results = readings.map((reading) => ({ kept: reading.kept, lost: lostBy(reading, expected) }));
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
  if (new Set(readings.map(differences)).size > 1) return 'diverged';
  if (worst.lost === 0) return 'survived';
  return worst.kept === 0 ? 'lost' : 'partly lost';
}

/** A reading that lists fewer notes than expected is incomplete, even if it reports none of them as missing. */
function lostBy({ kept, missing, stale, changed }: Reading, expected: number): number {
  return Math.max(new Set([...missing, ...stale, ...changed]).size, expected - kept);
}

function differences({ kept, missing, stale }: Reading): string {
  return JSON.stringify([kept, missing.toSorted(), stale.toSorted()]);
}
