import { expect, it } from 'vitest';
import { createPin } from './pins.ts';

function fakeCluster() {
  const cordoned = new Set<string>();
  return {
    cordoned,
    nodes: () => ['a', 'b', 'c'].map((name) => ({ name, ready: true, cordoned: cordoned.has(name) })),
    cordon: async (node: string) => void cordoned.add(node),
    uncordon: async (node: string) => void cordoned.delete(node),
  };
}

it('leaves one node usable while the work runs, and all of them afterwards', async () => {
  const cluster = fakeCluster();
  await createPin(cluster)('b', async () => expect([...cluster.cordoned].toSorted()).toEqual(['a', 'c']));
  expect(cluster.cordoned.size).toBe(0);
});

it('never lets work for two nodes run at the same time, and lets work for one node run together', async () => {
  const cluster = fakeCluster();
  const pin = createPin(cluster);
  const together = Promise.withResolvers<void>();
  let onA = 0;
  const work = async () => {
    expect([...cluster.cordoned].toSorted()).toEqual(['b', 'c']);
    if (++onA === 2) together.resolve();
    await together.promise;
  };
  const onB = async () => expect([...cluster.cordoned].toSorted()).toEqual(['a', 'c']);
  await Promise.all([pin('a', work), pin('b', onB), pin('a', work), pin('b', onB)]);
  expect(cluster.cordoned.size).toBe(0);
});

it('uncordons also when the work fails', async () => {
  const cluster = fakeCluster();
  const failing = createPin(cluster)('a', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(cluster.cordoned.size).toBe(0);
});
