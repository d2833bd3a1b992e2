import { expect, it } from 'vitest';
import { formatCount, formatDuration } from './amounts.ts';

it('tells a duration in the unit that suits it', () => {
  const told = [0, 40, 999.4, 1_000, 3_240, 59_949, 59_951, 60_000, 125_400, 3_600_000].map(formatDuration);
  expect(told).toEqual([
    '0 ms',
    '40 ms',
    '999 ms',
    '1.0 s',
    '3.2 s',
    '59.9 s',
    '1 min',
    '1 min',
    '2 min 5 s',
    '60 min',
  ]);
});

it('keeps the thousands of a count apart', () => {
  expect([0, 999, 1_000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});
