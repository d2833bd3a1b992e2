import { expect, it } from 'vitest';
import { createChangeNotifier } from './changes.ts';

it('answers at once when the condition already holds', async () => {
  expect(await createChangeNotifier().waitUntil(() => 'yes', 60_000)).toBe('yes');
});

it('looks again after each change and not in between', async () => {
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

it('ends every wait when it is closed', async () => {
  const changes = createChangeNotifier();
  const waiting = changes.waitUntil(() => false, 60_000);
  changes.close();
  await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
});

it('tells its listeners of every change until they have enough', () => {
  const changes = createChangeNotifier();
  let heard = 0;
  const stop = changes.subscribe(() => void (heard += 1));
  changes.notify();
  changes.notify();
  stop();
  changes.notify();
  expect(heard).toBe(2);
});
