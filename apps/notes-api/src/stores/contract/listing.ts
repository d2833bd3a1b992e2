import { describe, expect, it } from 'vitest';
import type { Note } from '@persistence-lab/api';
import { allPages, type CreateHarness, createTestAuthor, type TestAuthor, useHarness } from './harness.ts';
import type { NotesStore } from '../store.ts';

const newestFirst = (a: Note, b: Note) =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;

async function createSeries(store: NotesStore, count: number, author?: TestAuthor): Promise<Note[]> {
  const notes: Note[] = [];
  for (let n = 0; n < count; n += 1) {
    notes.push(await store.create({ title: `note ${n}`, text: '' }));
    author?.tick();
  }
  return notes;
}

/** Tests the order of pages, their boundaries and their stability while notes change. */
export function describeListing(createHarness: CreateHarness): void {
  const harness = useHarness(createHarness);

  describe('list', () => {
    it('is one empty page without notes', async () => {
      const store = await harness.open();
      expect(await store.list(10)).toEqual({ notes: [], next: null });
    });

    it('returns complete notes, newest first', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const notes = await createSeries(store, 5, author);
      expect(await store.list(10)).toEqual({ notes: notes.toReversed(), next: null });
    });

    it('returns the position of the next page, and null on the last page even when it is full', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const notes = (await createSeries(store, 4, author)).toReversed();
      const first = await store.list(2);
      expect(first.notes).toEqual(notes.slice(0, 2));
      expect(first.next).toEqual({ createdAt: notes[1]?.createdAt, id: notes[1]?.id });
      expect(await store.list(2, first.next ?? undefined)).toEqual({ notes: notes.slice(2), next: null });
    });

    it('orders notes of the same millisecond by id, without gap or repetition between pages', async () => {
      const store = await harness.open(createTestAuthor());
      const notes = await Promise.all(Array.from({ length: 25 }, () => store.create({ title: 'same', text: '' })));
      expect(await allPages(store, 4)).toEqual(notes.toSorted(newestFirst));
    });

    it('keeps the position of a note that is replaced', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const [oldest, newest] = await createSeries(store, 2, author);
      const { note } = await store.put(oldest?.id ?? '', { title: 'replaced', text: '' });
      expect(await allPages(store)).toEqual([newest, note]);
    });

    it('returns every remaining note exactly once while others are written and deleted between pages', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const before = (await createSeries(store, 40, author)).toReversed();
      const seen: Note[] = [];
      const deleted = new Set<string>();
      let page = await store.list(6);
      while (page.next) {
        seen.push(...page.notes);
        await store.create({ title: 'new', text: '' });
        // Delete the note at the position of the next page, and one after it.
        const later = before[before.findIndex((note) => note.id === page.next?.id) + 3];
        for (const id of [page.next.id, later?.id ?? ''].filter(Boolean)) {
          await store.delete(id);
          deleted.add(id);
        }
        page = await store.list(6, page.next);
      }
      seen.push(...page.notes);
      const ids = seen.map((note) => note.id);
      expect(new Set(ids).size).toBe(ids.length);
      const remaining = before.map((note) => note.id).filter((id) => !deleted.has(id));
      expect(ids.filter((id) => !deleted.has(id))).toEqual(remaining);
    });

    it('continues from a position without a note', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const notes = await createSeries(store, 3, author);
      const position = { createdAt: notes[1]?.createdAt ?? '', id: 'ffffffff-ffff-7fff-bfff-ffffffffffff' };
      expect((await store.list(10, position)).notes).toEqual([notes[1], notes[0]]);
      const end = { createdAt: '1970-01-01T00:00:00.000Z', id: '00000000-0000-7000-8000-000000000000' };
      expect(await store.list(10, end)).toEqual({ notes: [], next: null });
    });
  });
}
