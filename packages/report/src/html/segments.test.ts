import { describe, expect, it } from 'vitest';
import { segmentsOf, ticksOf } from './segments.ts';

const moment = (at: number, what: 'answers' | 'silent' | 'event') => ({ at, what, detail: '' });

describe('segmentsOf', () => {
  it('extends each segment to the next change, the last one to the end', () => {
    const timeline = [moment(0, 'answers'), moment(3, 'event'), moment(4, 'silent'), moment(9, 'answers')];
    expect(segmentsOf(timeline, 12)).toEqual([
      { what: 'answers', from: 0, to: 4 },
      { what: 'silent', from: 4, to: 9 },
      { what: 'answers', from: 9, to: 12 },
    ]);
  });

  it('starts at the first change and merges repeated ones', () => {
    expect(segmentsOf([moment(2, 'silent'), moment(5, 'silent')], 8)).toEqual([{ what: 'silent', from: 2, to: 8 }]);
    expect(segmentsOf([moment(2, 'event')], 8)).toEqual([]);
  });
});

describe('ticksOf', () => {
  it.each([1, 450, 8_000, 61_000, 600_000, 36_000_000, 500_000_000])(
    'has at most nine round times up to %s ms',
    (end) => {
      const ticks = ticksOf(end);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeLessThanOrEqual(end);
    },
  );
});
