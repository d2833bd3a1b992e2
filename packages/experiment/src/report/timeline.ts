import type { Moment } from './report.ts';

/** What happened in a cell, and when. */
export interface Timeline {
  /** Milliseconds since the timeline began. */
  now(): number;
  /** Returns the time of the moment. */
  add(what: Moment['what'], detail: string): number;
  readonly moments: readonly Moment[];
}

/** @param clock milliseconds from any origin, monotonic (`performance.now`) */
export function createTimeline(clock: () => number): Timeline {
  const start = clock();
  const moments: Moment[] = [];
  const now = () => clock() - start;
  return {
    now,
    add(what, detail) {
      const at = now();
      moments.push({ at, what, detail });
      return at;
    },
    moments,
  };
}

/** A request to a subject: answered or failed. */
export interface Answer {
  /** When it was answered or failed, in milliseconds. */
  readonly at: number;
  readonly ok: boolean;
}

/**
 * How long a subject did not answer after the event, in milliseconds: from the last success before the first failure
 * (or from the event, if there was none) to the first success after it. 0 when every request succeeded; null when none
 * succeeded after the failure, or none was made since the event. The order of the answers does not matter; of two at
 * the same time the failure counts as the first.
 */
export function downtime(answers: readonly Answer[], event: number): number | null {
  const ordered = answers.toSorted((a, b) => a.at - b.at || Number(a.ok) - Number(b.ok));
  const firstFailure = ordered.findIndex(({ at, ok }) => at >= event && !ok);
  if (firstFailure < 0) return ordered.some(({ at }) => at >= event) ? 0 : null;
  const before = ordered.slice(0, firstFailure).findLast(({ ok }) => ok);
  const after = ordered.slice(firstFailure).find(({ ok }) => ok);
  return after ? after.at - (before?.at ?? event) : null;
}
