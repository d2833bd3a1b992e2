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
  ])('corrects "%s" to "%s"', (word, correct) => {
    expect(nearest(word, words)[0]).toBe(correct);
  });

  it('suggests at most three names that contain the typed word', () => {
    expect(nearest('redis', words)).toEqual(['redis-none', 'redis-always', 'redis-everysec']);
  });

  it('suggests nothing when no name is similar', () => {
    expect(nearest('kubernetes-cluster', words)).toEqual([]);
  });
});
