import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, idOf, play } from '../test-support/history.ts';
import { judge } from './judge.ts';
import { type Reading, verdicts } from './verdict.ts';

const reading = (kept: number, rest: Partial<Reading> = {}): Reading => {
  return { replica: 'a', node: 'node-1', kept, missing: [], stale: [], changed: [], ...rest };
};
const ids = fc.subarray(['1', '2', '3', '4']);
const readings = fc.array(
  fc.record({
    replica: fc.string(),
    node: fc.option(fc.string()),
    kept: fc.nat(6),
    missing: ids,
    stale: ids,
    changed: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: ids }),
  }),
  { maxLength: 4 },
);

describe('the verdict', () => {
  it.each([
    ['survived', 2, [reading(2)]],
    ['lost', 2, [reading(0, { missing: ['1', '2'] })]],
    ['lost', 2, [reading(0, { missing: ['1'], stale: ['2'] })]],
    ['partly lost', 2, [reading(1, { missing: ['1'] })]],
    ['partly lost', 2, [reading(2, { stale: ['deleted'] })]],
    ['partly lost', 2, [reading(1)]],
    ['diverged', 2, [reading(2), reading(1, { missing: ['1'] })]],
    ['diverged', 2, [reading(1, { missing: ['2'] }), reading(1, { missing: ['1'] })]],
    ['diverged', 2, [reading(1, { missing: ['1'] }), reading(1, { stale: ['1'] })]],
    ['diverged', 2, [reading(1, { stale: ['1'] }), reading(1, { stale: ['2'] })]],
    ['lost', 2, [reading(0, { missing: ['1', '2'] }), reading(0, { missing: ['2', '1'] })]],
    ['lost', 2, [reading(0, { stale: ['1', '2'] }), reading(0, { stale: ['2', '1'] })]],
    ['blocked', 2, []],
    ['corrupt', 2, [reading(1, { missing: ['1'] }), reading(1, { changed: ['1'] })]],
  ] as const)('is %s, of %i notes, by %j', (verdict, acknowledged, readings) => {
    expect(judge(acknowledged, readings).verdict).toBe(verdict);
  });

  it('is corrupt when an acknowledgement differs from what was sent, even if no replica can be read', () => {
    expect(judge(2, [], ['1']).verdict).toBe('corrupt');
    expect(judge(2, [reading(2)], ['1']).verdict).toBe('corrupt');
  });

  it('counts the notes of the replica that kept the fewest', () => {
    const found = [reading(9, { missing: ['1'] }), reading(2, { missing: ['1', '2', '3'] }), reading(10)];
    expect(judge(10, found)).toEqual({ verdict: 'diverged', kept: 2, lost: 8 });
    expect(judge(10, [])).toEqual({ verdict: 'blocked', kept: 0, lost: 0 });
  });

  it('is exactly one for any set of replica answers, in any order', () => {
    const shuffled = readings.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length })),
    );
    fc.assert(
      fc.property(fc.nat(6), shuffled, (acknowledged, [given, shuffled]) => {
        const { verdict } = judge(acknowledged, given);
        expect(verdicts.filter((each) => each === verdict)).toHaveLength(1);
        expect(judge(acknowledged, shuffled)).toEqual(judge(acknowledged, given));
      }),
    );
  });

  it('is survived if and only if there is a reading and every reading is complete', () => {
    fc.assert(
      fc.property(fc.nat(6), readings, (acknowledged, readings) => {
        const isComplete = ({ kept, missing, stale, changed }: Reading) =>
          kept >= acknowledged && missing.length + stale.length + changed.length === 0;
        const { verdict } = judge(acknowledged, readings);
        const sameCounts = new Set(readings.map(({ kept }) => kept)).size === 1;
        expect(verdict === 'survived').toBe(sameCounts && readings.every(isComplete));
      }),
    );
  });

  it('is corrupt if and only if a replica changed a note', () => {
    fc.assert(
      fc.property(fc.nat(6), readings, (acknowledged, readings) => {
        const isChanged = readings.some(({ changed }) => changed.length > 0);
        expect(judge(acknowledged, readings).verdict === 'corrupt').toBe(isChanged);
      }),
    );
  });
});

describe('ledger and judge together', () => {
  const histories = fc.tuple(fc.array(change, { minLength: 1, maxLength: 30 }), fc.nat(35));
  const losses = fc.array(fc.subarray([0, 1, 2, 3, 4, 5].map(idOf)), { minLength: 1, maxLength: 3 });

  it('give the same verdict as a separate calculation for replicas that lost notes', () => {
    fc.assert(
      fc.property(histories, losses, ([changes, checkpoint], losses) => {
        const { ledger, store } = play(changes, checkpoint);
        const readings = losses.map((lost, n) => {
          const found = new Map([...store].filter(([id]) => !lost.includes(id)));
          return { replica: `${n}`, node: null, ...ledger.examine(found) };
        });
        const acknowledged = [...ledger.entries.values()].filter((e) => e.acknowledged && !e.unanswered.includes(null));
        const missing = losses.map((lost) => acknowledged.filter(({ id }) => lost.includes(id)).map(({ id }) => id));
        const { verdict, kept } = judge(ledger.expectedCount, readings, ledger.altered);
        if (new Set(missing.map(String)).size > 1) expect(verdict).toBe('diverged');
        else if (missing[0]!.length === 0) expect(verdict).toBe('survived');
        else expect(verdict).toBe(kept === 0 ? 'lost' : 'partly lost');
      }),
    );
  });

  it('never count unacknowledged notes: without an acknowledgement even an empty store has lost nothing', () => {
    const unanswered = fc.array(change.map((each) => ({ ...each, answered: false })));
    fc.assert(
      fc.property(unanswered, fc.boolean(), (changes, emptied) => {
        const { ledger, store } = play(changes);
        const found = ledger.examine(emptied ? new Map() : store);
        expect(judge(ledger.expectedCount, [{ replica: 'a', node: null, ...found }])).toEqual({
          verdict: 'survived',
          kept: 0,
          lost: 0,
        });
      }),
    );
  });
});
