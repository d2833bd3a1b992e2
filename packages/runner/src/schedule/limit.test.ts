import { expect, it } from 'vitest';
import { createLimit } from './limit.ts';

it('lets so many run at a time, and the next in when one ends, in their order', async () => {
  const inTurn = createLimit(2);
  const gates = ['a', 'b', 'c', 'd'].map((name) => ({ name, gate: Promise.withResolvers<void>() }));
  const begun: string[] = [];
  const all = gates.map(({ name, gate }) =>
    inTurn(() => {
      begun.push(name);
      return gate.promise;
    }),
  );
  expect(begun).toEqual(['a', 'b']);
  gates[1]!.gate.resolve();
  await all[1];
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const { gate } of gates) gate.resolve();
  await Promise.all(all);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

it('gives the place of work that fails to the next', async () => {
  const inTurn = createLimit(1);
  const failing = inTurn(() => Promise.reject(new Error('no')));
  const next = inTurn(async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
