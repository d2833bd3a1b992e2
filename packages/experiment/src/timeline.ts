import type { Moment } from './report.ts';

/** What happened to a cell, and when. */
export interface Timeline {
  /** Milliseconds since the timeline began. */
  now(): number;
  /** Gives the moment's time. */
  add(what: Moment['what'], detail: string): number;
  /** In the order in which they happened. */
  readonly moments: readonly Moment[];
}

/** @param clock milliseconds, from any beginning; must not run backwards (`performance.now`) */
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

/** An answer of a subject, or that there was none. */
export interface Answer {
  /** Milliseconds, when it came or was given up. */
  readonly at: number;
  readonly ok: boolean;
}

/**
 * For how long a subject did not answer after the event, in milliseconds: from the last good answer before the first
 * bad one (or from the event, if there was none) to the first good one after. 0 when each was good; null when none was
 * good after the bad one, or nobody has asked since the event. The order of the answers means nothing; of two at the
 * same moment the bad one counts as the first.
 */
export function downtime(answers: readonly Answer[], event: number): number | null {
  const ordered = answers.toSorted((a, b) => a.at - b.at || Number(a.ok) - Number(b.ok));
  const bad = ordered.findIndex(({ at, ok }) => at >= event && !ok);
  if (bad < 0) return ordered.some(({ at }) => at >= event) ? 0 : null;
  const before = ordered.slice(0, bad).findLast(({ ok }) => ok);
  const after = ordered.slice(bad).find(({ ok }) => ok);
  return after ? after.at - (before?.at ?? event) : null;
}
