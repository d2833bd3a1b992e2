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

/** A test of a capability: skipped, with the store's own reason, where it is not declared. */
function itWhen(capability: Capability, behaviour: string, test: () => Promise<void>): void {
  it(behaviour, async ({ skip }) => {
    if (capability !== true) skip(capability);
    await test();
  });
}

/** The same data under another store: opened again later, or open at the same time. */
export function describeSharing(capabilities: StoreCapabilities, createHarness: CreateHarness): void {
  const harness = useHarness(createHarness);

  describe('reopened', () => {
    itWhen(capabilities.reopens, 'has everything that was acknowledged, byte for byte', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      for (const draft of awkwardDrafts) {
        await store.create(draft);
        author.tick();
      }
      const [gone, changed] = await allPages(store);
      await store.delete(gone?.id ?? '');
      author.tick();
      await store.put(changed?.id ?? '', { title: 'changed', text: 'twice' });
      const before = await allPages(store);
      await store.close();

      const again = await harness.open(createTestAuthor('pod-2'));
      expect(await allPages(again)).toEqual(before);
      expect(await again.get(changed?.id ?? '')).toMatchObject({ title: 'changed', version: 2 });
      await expect(again.get(gone?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
      expect((await again.describe()).notes).toBe(before.length);
    });

    itWhen(capabilities.reopens, 'goes on with the versions where they were', async () => {
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

  describe('closed while changes are under way', () => {
    itWhen(capabilities.reopens, 'has kept every one that it acknowledged', async () => {
      const store = await harness.open();
      const pending = Array.from({ length: 20 }, (_, n) => store.create({ title: `${n}`, text: '' }));
      const settled = Promise.allSettled(pending);
      await store.close();
      const kept = (await settled).filter((result) => result.status === 'fulfilled').map((result) => result.value);
      const again = await harness.open();
      for (const note of kept) expect(await again.get(note.id)).toEqual(note);
    });
  });

  describe('open twice at once', () => {
    itWhen(capabilities.shares, 'shows each the changes of the other as soon as they are acknowledged', async () => {
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

    itWhen(capabilities.shares, 'lets one re-create what the other deleted', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const note = await one.create({ title: 'a', text: '1' });
      await two.delete(note.id);
      const { note: second, created } = await one.put(note.id, { title: 'a', text: '2' }, requireNew);
      expect(created).toBe(true);
      expect(await two.get(note.id)).toEqual(second);
      expect(await allPages(two)).toEqual([second]);
    });

    itWhen(capabilities.shares, 'keeps what both write at the same time', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const written = await Promise.all(
        Array.from({ length: 60 }, (_, n) => (n % 2 ? one : two).create({ title: `${n}`, text: '' })),
      );
      const ids = written.map((note) => note.id).toSorted();
      for (const store of [one, two]) expect((await allPages(store, 7)).map((note) => note.id).toSorted()).toEqual(ids);
    });

    itWhen(capabilities.serializes, 'lets exactly one of many creations of the same id win', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const id = uuidv7();
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).put(id, { title: `${n}`, text: '' }, requireNew)),
      );
      const kept = results.filter((result) => result.status === 'fulfilled').map((result) => result.value.note);
      expect(kept).toHaveLength(1);
      for (const store of [one, two]) expect(await store.get(id)).toEqual(kept[0]);
    });

    itWhen(capabilities.serializes, 'lets exactly one of many replacements of the same version win', async () => {
      const [one, two] = [await harness.open(createTestAuthor('pod-1')), await harness.open(createTestAuthor('pod-2'))];
      const { id } = await one.create({ title: 'a', text: '' });
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) =>
          (n % 2 ? one : two).put(id, { title: `${n}`, text: '' }, requireVersion(1)),
        ),
      );
      const kept = results.filter((result) => result.status === 'fulfilled').map((result) => result.value.note);
      expect(kept).toHaveLength(1);
      for (const store of [one, two]) expect(await store.get(id)).toEqual(kept[0]);
    });
  });
}
