import { expect, it } from 'vitest';
import { createPlacement } from './placement.ts';

function nodes(alreadyCordoned: string[] = []) {
  const cordoned = new Set(alreadyCordoned);
  return {
    cordoned: () => [...cordoned].toSorted(),
    nodes: () =>
      ['a', 'b', 'c'].map((name) => ({ name, ready: true, cordoned: cordoned.has(name), controlPlane: false })),
    cordon: async (node: string) => void cordoned.add(node),
    uncordon: async (node: string) => void cordoned.delete(node),
  };
}

it('cordons all other nodes while the work runs, and uncordons them afterwards', async () => {
  const cluster = nodes();
  await createPlacement(cluster).on('b', async () => expect(cluster.cordoned()).toEqual(['a', 'c']));
  expect(cluster.cordoned()).toEqual([]);
});

it('leaves a node cordoned that was cordoned before', async () => {
  const cluster = nodes(['c']);
  await createPlacement(cluster).on('b', async () => expect(cluster.cordoned()).toEqual(['a', 'c']));
  expect(cluster.cordoned()).toEqual(['c']);
});

it('runs work for one node concurrently, and no other work meanwhile', async () => {
  const cluster = nodes();
  const placement = createPlacement(cluster);
  const together = Promise.withResolvers<void>();
  let onA = 0;
  const forA = async () => {
    expect(cluster.cordoned()).toEqual(['b', 'c']);
    if (++onA === 2) together.resolve();
    await together.promise;
  };
  await Promise.all([
    placement.on('a', forA),
    placement.on('a', forA),
    placement.on('b', async () => expect(cluster.cordoned()).toEqual(['a', 'c'])),
    placement.anywhere(async () => expect(cluster.cordoned()).toEqual([])),
    placement.on('a', async () => expect(cluster.cordoned()).toEqual(['b', 'c'])),
  ]);
  expect(cluster.cordoned()).toEqual([]);
});

it('does not let later work overtake work that waits for a node', async () => {
  const placement = createPlacement(nodes());
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const all = [
    placement.anywhere(() => first.promise),
    placement.on('a', async () => void order.push('on a')),
    placement.anywhere(async () => void order.push('anywhere')),
  ];
  first.resolve();
  await Promise.all(all);
  expect(order).toEqual(['on a', 'anywhere']);
});

it('uncordons after work that fails, and continues with the next', async () => {
  const cluster = nodes();
  const placement = createPlacement(cluster);
  await expect(placement.on('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await placement.anywhere(async () => expect(cluster.cordoned()).toEqual([]));
});

it('removes its cordons when one of them fails', async () => {
  const cluster = nodes();
  const cordon = (node: string) => (node === 'c' ? Promise.reject(new Error('forbidden')) : cluster.cordon(node));
  const placement = createPlacement({ ...cluster, cordon });
  await expect(placement.on('a', async () => undefined)).rejects.toThrow('forbidden');
  expect(cluster.cordoned()).toEqual([]);
});
