import { expect, it } from 'vitest';
import { median, quantile, spreadOf } from './statistics.ts';

it('is the middle value in any order', () => {
  expect(median([9, 1, 5])).toBe(5);
});

it('is the mean of the two middle values of an even number', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it('sorts numbers as numbers', () => {
  expect(quantile([100, 9, 20], 1)).toBe(100);
});

it('interpolates between neighbours', () => {
  expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
});

it('gives the middle half, which one bad round does not change', () => {
  expect(spreadOf([1, 2, 3, 4, 1000])).toEqual([2, 4]);
});

it('refuses an empty list', () => {
  expect(() => median([])).toThrow('an empty list has no quantile');
});
