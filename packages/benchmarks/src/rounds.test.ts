import { expect, it } from 'vitest';
import { measureInTurns } from './rounds.ts';

it('measures subject and baseline in turns, once each per round', async () => {
  const order: string[] = [];
  const side = (name: string) => async () => order.push(name);
  const pairs = await measureInTurns({ rounds: 2, subject: side('A'), baseline: side('B') });
  expect(order).toEqual(['A', 'B', 'A', 'B']);
  expect(pairs).toEqual([
    { subject: 1, baseline: 2 },
    { subject: 3, baseline: 4 },
  ]);
});
