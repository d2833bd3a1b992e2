import { expect, test } from 'vitest';
import { isQuantity } from './quantity.ts';

test.each(['1', '10m', '0.5', '.5', '64Mi', '1e3', '2Gi', '-1', 3])('%s is a quantity', (value) => {
  expect(isQuantity(value)).toBe(true);
});

test.each(['', 'Mi', '64MB', '64 Mi', '1mi', '1e', true, null])('%s is none', (value) => {
  expect(isQuantity(value)).toBe(false);
});
