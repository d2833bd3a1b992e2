import type { Change } from '../journal/format/change.ts';

export interface SentChange {
  readonly change: Omit<Change, 'writer'>;
  /** Steps of the disk's history when the change was sent. */
  readonly sentAt: number;
  /** Steps of the disk's history at the acknowledgement; Infinity: not acknowledged. */
  readonly acknowledgedAt: number;
  acknowledge(): void;
}

/** Records which changes were sent and acknowledged, and when. Each has a different `time`, which identifies it. */
export interface SentChanges {
  readonly all: readonly SentChange[];
  send(change: Pick<Change, 'key' | 'version' | 'value'>): SentChange;
  /** The problems with the changes that are found after this number of steps. */
  verify(found: readonly Change[], steps: number): string[];
}

export function createSentChanges(now: () => number): SentChanges {
  const sent: SentChange[] = [];

  function verifyKey(key: string, found: Change | undefined, steps: number): string[] {
    const known = sent.filter(({ change }) => change.key === key);
    const acknowledged = known.filter(({ acknowledgedAt }) => acknowledgedAt <= steps).map(({ change }) => change);
    const last = acknowledged.toSorted(byOrder).at(-1);
    if (!found) return last ? [`${key}: version ${last.version} was acknowledged and is missing`] : [];
    const origin = known.find(({ change, sentAt }) => sentAt <= steps && isSame(change, found));
    if (!origin) return [`${key}: ${JSON.stringify(found)} was never sent`];
    if (!last || byOrder(found, last) >= 0) return [];
    return [`${key}: version ${last.version} was acknowledged, but version ${found.version} is found`];
  }

  return {
    all: sent,
    send(part) {
      let acknowledgedAt = Infinity;
      const entry: SentChange = {
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
    verify(found, steps) {
      const keys = new Set([...sent.map(({ change }) => change.key), ...found.map(({ key }) => key)]);
      const byKey = new Map(found.map((change) => [change.key, change]));
      return [...keys].flatMap((key) => verifyKey(key, byKey.get(key), steps));
    },
  };
}

function byOrder(a: Omit<Change, 'writer'>, b: Omit<Change, 'writer'>): number {
  return a.version - b.version || a.time - b.time;
}

function isSame(a: Omit<Change, 'writer'>, b: Omit<Change, 'writer'>): boolean {
  return a.version === b.version && a.time === b.time && JSON.stringify(a.value) === JSON.stringify(b.value);
}
