import { expect, it } from 'vitest';
import { createChangeNotifier } from './changes.ts';
import type { Workload } from './cluster.ts';
import { createWaitUntil } from './until.ts';

const until = createWaitUntil(createChangeNotifier(), async ({ name }) => [`${name}: Pending`]);
const never = () => false as const;

it('fails with what it waited for, and why that did not come', async () => {
  await expect(
    until('it is ready', never, { timeout: 1, workload: { name: 'notes' } as Workload }),
  ).rejects.toMatchObject({
    code: 'timeout',
    message: 'it is ready: not within 0.001 s\n  notes: Pending',
  });
});

it('ends at once with the reason of its signal', async () => {
  const stop = new AbortController();
  const waiting = until('it is ready', never, { timeout: 60_000, signal: stop.signal });
  stop.abort(new Error('Ctrl-C'));
  await expect(waiting).rejects.toThrow('Ctrl-C');
  await expect(until('now', () => true, { timeout: 60_000, signal: stop.signal })).rejects.toThrow('Ctrl-C');
});
