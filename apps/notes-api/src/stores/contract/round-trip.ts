import { StorageError } from '@persistence-lab/durable';
import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { NoteDraft } from '@persistence-lab/api';
import { allPages, type CreateHarness, createTestAuthor, useHarness } from './harness.ts';
import type { NotesStore, StoreName } from '../store.ts';

/** Texts that encoding or storage could alter. */
export const awkwardDrafts: NoteDraft[] = [
  { title: 'empty', text: '' },
  { title: ' spaces around ', text: '\n \t first and last \r\n' },
  { title: 'line ends', text: 'unix\nwindows\r\nmac\rnext\u0085line\u2028paragraph\u2029end' },
  { title: 'quotes', text: `"double" 'single' \`back\` \\ \\n \\u0041 %s $1 {} </script>` },
  { title: 'control', text: '\u0001\u0007\u0008\u000b\u000c\u001b\u001f\u007f\u009f' },
  { title: 'Ünïcödé 😀 日本語', text: 'e\u0301 is not \u00e9; \ufeff stays; 👩‍👩‍👧‍👦; \uffff; \u{10ffff}; العربية' },
  { title: 'a journal line', text: '\n00000000 {"id":"x"}\n' },
  { title: 'long', text: 'x'.repeat(100_000) },
  { title: '語'.repeat(200), text: '語\n'.repeat(50_000) },
];

const operations: Record<string, (store: NotesStore) => Promise<unknown>> = {
  create: (store) => store.create({ title: 'late', text: '' }),
  put: (store) => store.put(uuidv7(), { title: 'late', text: '' }),
  get: (store) => store.get(uuidv7()),
  delete: (store) => store.delete(uuidv7()),
  list: (store) => store.list(10),
  describe: (store) => store.describe(),
  ready: (store) => store.ready(),
};

/** Tests that notes are returned unchanged, and `describe`, `ready` and `close`. */
export function describeRoundTrip(name: StoreName, createHarness: CreateHarness): void {
  const harness = useHarness(createHarness);

  it.each(awkwardDrafts)('returns a note byte for byte: $title', async (draft) => {
    const store = await harness.open();
    const note = await store.create(draft);
    expect(note).toMatchObject(draft);
    expect(await store.get(note.id)).toEqual(note);
    expect((await store.list(1)).notes).toEqual([note]);
  });

  describe('describe', () => {
    it('reports the store, its location, the durability of an acknowledgement and the number of notes', async () => {
      const store = await harness.open(createTestAuthor());
      const empty = await store.describe();
      expect(empty).toMatchObject({ store: name, notes: 0 });
      expect(empty.acknowledgement).not.toBe('');
      expect(empty.location).not.toBe('');
      const [first] = [await store.create({ title: 'a', text: 'b' }), await store.create({ title: 'c', text: 'd' })];
      await store.put(first.id, { title: 'a', text: 'changed' });
      const two = await store.describe();
      expect(two.notes).toBe(2);
      expect(two.bytes === null || two.bytes > 0).toBe(true);
      await store.delete(first.id);
      expect((await store.describe()).notes).toBe(1);
    });
  });

  describe('ready', () => {
    it('proves that a write works without creating a note', async () => {
      const store = await harness.open();
      await store.ready();
      await Promise.all([store.ready(), store.ready()]);
      expect((await store.describe()).notes).toBe(0);
      expect(await allPages(store)).toEqual([]);
    });
  });

  describe('close', () => {
    it.each(Object.keys(operations))('makes %s reject as unavailable', async (operation) => {
      const store = await harness.open();
      await store.close();
      const error = await operations[operation]?.(store).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StorageError);
      expect(error).toMatchObject({ code: 'unavailable' });
    });

    it('waits for pending operations and can be called twice', async () => {
      const store = await harness.open();
      const pending = Array.from({ length: 20 }, () => store.create({ title: 'pending', text: '' }));
      const settled = Promise.allSettled(pending);
      await Promise.all([store.close(), store.close()]);
      const rejections = (await settled).filter((result) => result.status === 'rejected');
      for (const { reason } of rejections) expect(reason).toMatchObject({ code: 'unavailable' });
      await store.close();
    });
  });
}
