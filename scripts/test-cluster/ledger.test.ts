import { expect, it } from 'vitest';
import { verdictOf } from './ledger.ts';

it.each([
  [200, 200, 0, 'survived'],
  [200, 0, 0, 'lost'],
  [200, 199, 0, 'partly lost'],
  [200, 199, 1, 'corrupt'],
] as const)('of %i acknowledged, %i kept and %i changed: %s', (acknowledged, kept, changed, verdict) => {
  expect(verdictOf(acknowledged, kept, changed)).toBe(verdict);
});
