import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';

it.each([
  ['', '', 0],
  ['port', 'port', 0],
  ['port', 'part', 1],
  ['port', 'ports', 1],
  ['port', 'prt', 1],
  ['port', 'potr', 1],
  ['port', 'trop', 3],
  ['', 'port', 4],
  ['sitting', 'kitten', 3],
])('between %j and %j is %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

it('is the same in both directions, and at most the longer length', () => {
  assert(
    property(string(), string(), (a, b) => {
      const distance = editDistance(a, b);
      return distance === editDistance(b, a) && distance <= Math.max(a.length, b.length);
    }),
  );
});
