import { expect, it } from 'vitest';
import { bytesOf } from './bytes.ts';

it.each([
  ['134217728', 2 ** 27],
  ['128Mi', 2 ** 27],
  ['1Gi', 2 ** 30],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['256Ki', 2 ** 18],
  ['500k', 500_000],
  ['2G', 2e9],
  ['1e9', 1e9],
])('%s', (quantity, bytes) => {
  expect(bytesOf(quantity)).toBe(bytes);
});
