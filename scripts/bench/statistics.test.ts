import { expect, it } from 'vitest';
import { median, quantile, spreadOf } from './statistics.ts';

it('takes the value in the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
});

it('takes the mean of the two in the middle of an even number', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it('sorts numbers as numbers', () => {
  expect(quantile([100, 9, 20], 1)).toBe(100);
});

it('interpolates between neighbours', () => {
  expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
});

it('says where the middle half lies, so that one bad round does not show', () => {
  expect(spreadOf([1, 2, 3, 4, 1000])).toEqual([2, 4]);
});

it('has no median of nothing', () => {
  expect(() => median([])).toThrow('no quantile of no values');
});
