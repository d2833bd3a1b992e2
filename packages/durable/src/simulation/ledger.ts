import type { Change } from '../journal/change.ts';

export interface Sent {
  readonly change: Omit<Change, 'writer'>;
  /** The number of steps that the disk had taken. */
  readonly sentAt: number;
  /** Infinity: never */
  readonly acknowledgedAt: number;
  acknowledge(): void;
}

/** Which changes were sent and acknowledged, and when. Each has a time of its own, by which it is known again. */
export interface Ledger {
  readonly sent: readonly Sent[];
  send(change: Pick<Change, 'key' | 'version' | 'value'>): Sent;
  /** What is wrong with these standing changes, for a disk that had taken so many steps. */
  judge(found: readonly Change[], steps: number): string[];
}

export function createLedger(now: () => number): Ledger {
  const sent: Sent[] = [];

  function judgeKey(key: string, found: Change | undefined, steps: number): string[] {
    const known = sent.filter(({ change }) => change.key === key);
    const kept = known.filter(({ acknowledgedAt }) => acknowledgedAt <= steps).map(({ change }) => change);
    const last = kept.toSorted(byOrder).at(-1);
    if (!found) return last ? [`${key}: version ${last.version} was acknowledged and nothing is there`] : [];
    const origin = known.find(({ change, sentAt }) => sentAt <= steps && isSame(change, found));
    if (!origin) return [`${key}: ${JSON.stringify(found)} was never sent`];
    if (!last || byOrder(found, last) >= 0) return [];
    return [`${key}: version ${last.version} was acknowledged and version ${found.version} is there`];
  }

  return {
    sent,
    send(part) {
      let acknowledgedAt = Infinity;
      const entry: Sent = {
        change: { ...part, created: 1, time: sent.length + 1 },
        sentAt: now(),
        get acknowledgedAt() {
          return acknowledgedAt;
        },
        acknowledge() {
          acknowledgedAt = now();
        },
      };
      sent.push(entry);
      return entry;
    },
    judge(found, steps) {
      const keys = new Set([...sent.map(({ change }) => change.key), ...found.map(({ key }) => key)]);
      const byKey = new Map(found.map((change) => [change.key, change]));
      return [...keys].flatMap((key) => judgeKey(key, byKey.get(key), steps));
    },
  };
}

function byOrder(a: Omit<Change, 'writer'>, b: Omit<Change, 'writer'>): number {
  return a.version - b.version || a.time - b.time;
}

function isSame(a: Omit<Change, 'writer'>, b: Omit<Change, 'writer'>): boolean {
  return a.version === b.version && a.time === b.time && JSON.stringify(a.value) === JSON.stringify(b.value);
}
