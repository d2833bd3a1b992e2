import { describe, expect, it } from 'vitest';
import { words } from './explanation.ts';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['pcv', 'pvc'],
    ['postgers', 'postgres'],
    ['Node-Drian', 'node-drain'],
    ['surived', 'survived'],
    ['stateful', 'statefulset'],
  ])('takes "%s" for "%s"', (word, meant) => {
    expect(nearest(word, words)[0]).toBe(meant);
  });

  it('names every word that contains what was typed, three at most', () => {
    expect(nearest('redis', words)).toEqual(['redis-none', 'redis-always', 'redis-everysec']);
  });

  it('takes nothing for what is like no word', () => {
    expect(nearest('kubernetes-cluster', words)).toEqual([]);
  });
});
