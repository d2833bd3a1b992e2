import { expect, test } from 'vitest';
import { isQuantity, quantityValue } from './quantity.ts';

test.each(['1', '10m', '0.5', '.5', '64Mi', '1e3', '2Gi', '-1', 3])('accepts %s', (value) => {
  expect(isQuantity(value)).toBe(true);
});

test.each(['', 'Mi', '64MB', '64 Mi', '1mi', '1e', true, null])('refuses %s', (value) => {
  expect(isQuantity(value)).toBe(false);
});

test.each([
  ['1', 1],
  ['500m', 0.5],
  ['1e3', 1000],
  ['2k', 2000],
  ['64Mi', 64 * 1024 ** 2],
  ['1.5Gi', 1.5 * 1024 ** 3],
])('%s is %i', (text, value) => {
  expect(quantityValue(text)).toBeCloseTo(value);
});
