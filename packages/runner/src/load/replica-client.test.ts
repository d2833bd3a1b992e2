import { expect, it } from 'vitest';
import { forEachLimited } from './replica-client.ts';

it('takes an item only when one of the running ones has ended, at most so many at a time', async () => {
  const gates = ['a', 'b', 'c', 'd'].map((name) => ({ name, gate: Promise.withResolvers<void>() }));
  const taken: string[] = [];
  const items = function* () {
    for (const item of gates) {
      taken.push(item.name);
      yield item;
    }
  };
  const all = forEachLimited(items(), 2, ({ gate }) => gate.promise);
  expect(taken).toEqual(['a', 'b']);
  gates[1]!.gate.resolve();
  await expect.poll(() => taken).toEqual(['a', 'b', 'c']);
  for (const { gate } of gates) gate.resolve();
  await all;
  expect(taken).toEqual(['a', 'b', 'c', 'd']);
});

it('starts nothing after a failure, waits for what runs, and throws the failure', async () => {
  const started: number[] = [];
  const running = Promise.withResolvers<void>();
  const all = forEachLimited([1, 2, 3, 4], 2, async (item) => {
    started.push(item);
    if (item === 1) throw new Error('no space');
    await running.promise;
  });
  setTimeout(running.resolve, 20);
  await expect(all).rejects.toThrow('no space');
  expect(started).toEqual([1, 2]);
});
