import { expect, it } from 'vitest';
import { createChanges } from './changes.ts';

it('answers at once when the condition already holds', async () => {
  expect(await createChanges().until(() => 'yes', 60_000)).toBe('yes');
});

it('looks again after each change and not in between', async () => {
  const changes = createChanges();
  let count = 0;
  const third = changes.until(() => ++count === 3 && count, 60_000);
  changes.announce();
  changes.announce();
  expect(await third).toBe(3);
  changes.announce();
  expect(count).toBe(3);
});

it('resolves with undefined when the time is up', async () => {
  expect(await createChanges().until(() => false, 1)).toBeUndefined();
});

it('rejects with what the condition throws', async () => {
  const changes = createChanges();
  let broken = false;
  const waiting = changes.until(() => {
    if (broken) throw new Error('bad condition');
    return false;
  }, 60_000);
  broken = true;
  changes.announce();
  await expect(waiting).rejects.toThrow('bad condition');
});

it('ends every wait when it is closed', async () => {
  const changes = createChanges();
  const waiting = changes.until(() => false, 60_000);
  changes.close();
  await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
});

it('tells its listeners of every change until they have enough', () => {
  const changes = createChanges();
  let heard = 0;
  const stop = changes.listen(() => void (heard += 1));
  changes.announce();
  changes.announce();
  stop();
  changes.announce();
  expect(heard).toBe(2);
});
