import { untranslated } from '@persistence-lab/language';
import { expect, it } from 'vitest';
import { createChangeNotifier, createWaitUntil } from './change-notifier.ts';
import type { Workload } from './cluster.ts';

it('resolves at once when the condition already holds', async () => {
  expect(await createChangeNotifier().waitUntil(() => 'yes', 60_000)).toBe('yes');
});

it('checks the condition after each change and not in between', async () => {
  const changes = createChangeNotifier();
  let count = 0;
  const third = changes.waitUntil(() => ++count === 3 && count, 60_000);
  changes.notify();
  changes.notify();
  expect(await third).toBe(3);
  changes.notify();
  expect(count).toBe(3);
});

it('resolves with undefined when the time is up', async () => {
  expect(await createChangeNotifier().waitUntil(() => false, 1)).toBeUndefined();
});

it('rejects with what the condition throws', async () => {
  const changes = createChangeNotifier();
  let broken = false;
  const waiting = changes.waitUntil(() => {
    if (broken) throw new Error('bad condition');
    return false;
  }, 60_000);
  broken = true;
  changes.notify();
  await expect(waiting).rejects.toThrow('bad condition');
});

it('rejects every wait when it is closed', async () => {
  const changes = createChangeNotifier();
  const waiting = changes.waitUntil(() => false, 60_000);
  changes.close();
  await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
});

it('calls its listeners after every change until they unsubscribe', () => {
  const changes = createChangeNotifier();
  let calls = 0;
  const stop = changes.subscribe(() => void (calls += 1));
  changes.notify();
  changes.notify();
  stop();
  changes.notify();
  expect(calls).toBe(2);
});

const waitUntil = createWaitUntil(createChangeNotifier(), async ({ name }) => [untranslated(`${name}: Pending`)]);
const never = () => false as const;

it('fails with the condition and the diagnosis when the time is up', async () => {
  await expect(
    waitUntil('it is ready', never, { timeout: 1, workload: { name: 'notes' } as Workload }),
  ).rejects.toMatchObject({
    code: 'timeout',
    message: 'it is ready: not within 1 ms\n  notes: Pending',
  });
});

it('rejects at once with the reason of its signal', async () => {
  const stop = new AbortController();
  const waiting = waitUntil('it is ready', never, { timeout: 60_000, signal: stop.signal });
  stop.abort(new Error('Ctrl-C'));
  await expect(waiting).rejects.toThrow('Ctrl-C');
  await expect(waitUntil('now', () => true, { timeout: 60_000, signal: stop.signal })).rejects.toThrow('Ctrl-C');
});
