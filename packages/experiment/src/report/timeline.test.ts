import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, createTimeline, downtime } from './timeline.ts';

it('starts the timeline at 0 for any clock, and keeps the order', () => {
  let time = 1_000;
  const timeline = createTimeline(() => time);
  expect(timeline.add('note', 'begins')).toBe(0);
  time = 1_250;
  expect(timeline.now()).toBe(250);
  timeline.add('event', 'pod-delete');
  expect(timeline.moments).toEqual([
    { at: 0, what: 'note', detail: 'begins' },
    { at: 250, what: 'event', detail: 'pod-delete' },
  ]);
});

/** `.` is a success and `x` a failure, 100 ms apart. */
const answers = (signs: string): Answer[] => signs.split('').map((sign, n) => ({ at: n * 100, ok: sign === '.' }));

describe('the downtime', () => {
  it.each([
    ['..xx..', 150, 300, 'from the last success before the event to the first after it'],
    ['....xx..', 150, 300, 'even if the subject kept answering for a while after the event'],
    ['.x..xx.', 250, 300, 'without failures before the event'],
    ['.xx.', 150, 300, 'if the downtime started before the event'],
    ['......', 250, 0, 'if every request succeeded'],
    ['..xxxx', 150, null, 'if no request succeeded afterwards'],
    ['......', 900, null, 'if there was no request after the event'],
    ['xxx.', 150, 150, 'from the event if there was no success before'],
    ['..x.x.', 150, 200, 'for the first of two outages'],
  ])('of %s with the event at %i ms is %j ms, %s', (...[signs, event, expected]) => {
    expect(downtime(answers(signs), event)).toBe(expected);
  });

  const some = fc.array(fc.record({ at: fc.nat(1_000), ok: fc.boolean() }), { maxLength: 30 });

  it('does not depend on the order of the answers or the origin of the clock', () => {
    const shuffled = some.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.nat(1_000), fc.nat(1_000), ([given, shuffled], event, later) => {
        const moved = shuffled.map(({ at, ok }) => ({ at: at + later, ok }));
        expect(downtime(moved, event + later)).toBe(downtime(given, event));
      }),
    );
  });

  it('is 0 if and only if there were requests since the event and all succeeded', () => {
    fc.assert(
      fc.property(some, fc.nat(1_000), (answers, event) => {
        const since = answers.filter(({ at }) => at >= event);
        const isGood = since.length > 0 && since.every(({ ok }) => ok);
        fc.pre(new Set(answers.map(({ at }) => at)).size === answers.length);
        expect(downtime(answers, event) === 0).toBe(isGood);
      }),
    );
  });

  it('lies between two consecutive successes, or is null when all later requests fail', () => {
    fc.assert(
      fc.property(some, fc.nat(1_000), (answers, event) => {
        const firstBad = Math.min(...answers.flatMap(({ at, ok }) => (ok || at < event ? [] : at)));
        fc.pre(Number.isFinite(firstBad));
        const good = answers.filter(({ ok }) => ok).map(({ at }) => at);
        const before = Math.max(...good.filter((at) => at < firstBad));
        const after = Math.min(...good.filter((at) => at >= firstBad));
        const from = Number.isFinite(before) ? before : event;
        expect(downtime(answers, event)).toBe(Number.isFinite(after) ? after - from : null);
      }),
    );
  });
});
