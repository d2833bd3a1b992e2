import { expect, it } from 'vitest';
import { parseRanges } from './ranges.ts';

it.each([
  ['bytes=0-0', 10, { start: 0, end: 0 }],
  ['bytes=2-5', 10, { start: 2, end: 5 }],
  ['bytes=5-', 10, { start: 5, end: 9 }],
  ['bytes=5-999', 10, { start: 5, end: 9 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-99', 10, { start: 0, end: 9 }],
  ['BYTES = 1-2 ', 10, { start: 1, end: 2 }],
])('parses %s of %i bytes as %o', (header, size, range) => {
  expect(parseRanges(header, size)).toEqual([range]);
});

it.each([[undefined], ['lines=1-2'], ['bytes'], ['nonsense'], ['bytes=0-6,4-9'], [`bytes=${'0-0,'.repeat(20)}1-1`]])(
  'sends the whole content for %s',
  (header) => {
    expect(parseRanges(header, 10)).toBeUndefined();
  },
);

it.each([
  ['bytes=10-', 10],
  ['bytes=5-2', 10],
  ['bytes=-0', 10],
  ['bytes=0-', 0],
  ['bytes=', 10],
  ['bytes=-', 10],
  ['bytes=a-b', 10],
  ['bytes=1-2,x', 10],
  ['bytes=--1', 10],
  ['bytes=0x1-0x2', 10],
  ['bytes=99999999999999999999-', 10],
])('rejects %s of %i bytes', (header, size) => {
  expect(parseRanges(header, size)).toBe('invalid');
});

it('returns several ranges in their order, without unsatisfiable ones', () => {
  expect(parseRanges('bytes=4-5, 0-1,-2,99-', 10)).toEqual([
    { start: 4, end: 5 },
    { start: 0, end: 1 },
    { start: 8, end: 9 },
  ]);
  expect(parseRanges('bytes=10-,0-0', 10)).toEqual([{ start: 0, end: 0 }]);
  expect(parseRanges('bytes=10-,11-12', 10)).toBe('invalid');
});

it('treats a suffix of an empty content as the whole content', () => {
  expect(parseRanges('bytes=-5', 0)).toBeUndefined();
});
