import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import {
  allPages,
  type Capability,
  type CreateHarness,
  createTestAuthor,
  requireVersion,
  requireNew,
  type StoreCapabilities,
  useHarness,
} from './harness.ts';
import { awkwardDrafts } from './round-trip.ts';

/** Defines a test of a capability, skipped with the reason of a store that lacks it. */
function itWhen(capability: Capability, behaviour: string, test: () => Promise<void>): void {
  it(behaviour, async ({ skip }) => {
    if (capability !== true) skip(capability);
    await test();
  });
}

/** Tests several stores on the same data, opened one after the other or at the same time. */
export function describeSharing(capabilities: StoreCapabilities, createHarness: CreateHarness): void {
  const harness = useHarness(createHarness);

  describe('reopened', () => {
    itWhen(capabilities.reopens, 'has every acknowledged change, byte for byte', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      for (const draft of awkwardDrafts) {
        await store.create(draft);
        author.tick();
      }
      const [deleted, changed] = await allPages(store);
      await store.delete(deleted?.id ?? '');
      author.tick();
      await store.put(changed?.id ?? '', { title: 'changed', text: 'twice' });
      const before = await allPages(store);
      await store.close();

      const again = await harness.open(createTestAuthor('pod-2'));
      expect(await allPages(again)).toEqual(before);
      expect(await again.get(changed?.id ?? '')).toMatchObject({ title: 'changed', version: 2 });
      await expect(again.get(deleted?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
      expect((await again.describe()).notes).toBe(before.length);
    });

    itWhen(capabilities.reopens, 'continues the versions', async () => {
      const store = await harness.open();
      const { id } = await store.create({ title: 'a', text: '1' });
      await store.put(id, { title: 'a', text: '2' });
      await store.close();
      const again = await harness.open(createTestAuthor('pod-2'));
      await expect(again.put(id, { title: 'a', text: '3' }, requireVersion(1))).rejects.toMatchObject({
        code: 'conflict',
      });
      const { note } = await again.put(id, { title: 'a', text: '3' }, requireVersion(2));
      expect(note).toMatchObject({ version: 3, writtenBy: 'pod-2' });
    });
  });

  describe('closed during changes', () => {
    itWhen(capabilities.reopens, 'has every change that it acknowledged', async () => {
      const store = await harness.open();
      const pending = Array.from({ length: 20 }, (_, n) => store.create({ title: `${n}`, text: '' }));
      const settled = Promise.allSettled(pending);
      await store.close();
      const acknowledged = (await settled)
        .filter((result) => result.status === 'fulfilled')
        .map((result) => result.value);
      const again = await harness.open();
      for (const note of acknowledged) expect(await again.get(note.id)).toEqual(note);
    });
  });

  describe('opened twice at the same time', () => {
    itWhen(capabilities.shares, 'shows each store the acknowledged changes of the other', async () => {
      const author = createTestAuthor('pod-1');
      const [one, two] = [await harness.open(author), await harness.open(createTestAuthor('pod-2'))];
      const note = await one.create({ title: 'from one', text: 'x' });
      expect(await two.get(note.id)).toEqual(note);
      expect((await two.list(10)).notes).toEqual([note]);

      const { note: changed } = await two.put(note.id, { title: 'from two', text: 'y' }, requireVersion(1));
      expect(changed).toMatchObject({ version: 2, writtenBy: 'pod-2', createdAt: note.createdAt });
      expect(await one.get(note.id)).toEqual(changed);

      await one.delete(note.id, requireVersion(2));
      await expect(two.get(note.id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await two.describe()).toMatchObject({ notes: 0 });
    });

    itWhen(capabilities.shares, 'lets one store create the note again that the other deleted', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const note = await one.create({ title: 'a', text: '1' });
      await two.delete(note.id);
      const { note: second, created } = await one.put(note.id, { title: 'a', text: '2' }, requireNew);
      expect(created).toBe(true);
      expect(await two.get(note.id)).toEqual(second);
      expect(await allPages(two)).toEqual([second]);
    });

    itWhen(capabilities.shares, 'stores concurrent changes of both', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const written = await Promise.all(
        Array.from({ length: 60 }, (_, n) => (n % 2 ? one : two).create({ title: `${n}`, text: '' })),
      );
      const ids = written.map((note) => note.id).toSorted();
      for (const store of [one, two]) expect((await allPages(store, 7)).map((note) => note.id).toSorted()).toEqual(ids);
    });

    itWhen(capabilities.serializes, 'accepts exactly one of many creations of the same id', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const id = uuidv7();
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).put(id, { title: `${n}`, text: '' }, requireNew)),
      );
      const stored = results.filter((result) => result.status === 'fulfilled').map((result) => result.value.note);
      expect(stored).toHaveLength(1);
      for (const store of [one, two]) expect(await store.get(id)).toEqual(stored[0]);
    });

    itWhen(capabilities.serializes, 'accepts exactly one of many replacements of the same version', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const { id } = await one.create({ title: 'a', text: '' });
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) =>
          (n % 2 ? one : two).put(id, { title: `${n}`, text: '' }, requireVersion(1)),
        ),
      );
      const stored = results.filter((result) => result.status === 'fulfilled').map((result) => result.value.note);
      expect(stored).toHaveLength(1);
      for (const store of [one, two]) expect(await store.get(id)).toEqual(stored[0]);
    });
  });
}
