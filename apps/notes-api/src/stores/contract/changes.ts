import { StorageError } from '@persistence-lab/durable';
import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { allPages, type CreateHarness, createTestAuthor, requireVersion, requireNew, useHarness } from './harness.ts';

const draft = { title: 'Groceries', text: 'bread' };
const attempts = 50;

const outcomes = (results: PromiseSettledResult<unknown>[]) => ({
  kept: results.filter((result) => result.status === 'fulfilled').length,
  conflicts: results.filter((result) => result.status === 'rejected' && result.reason.code === 'conflict').length,
});

/** Creating, replacing and deleting one note, alone and at once. */
export function describeChanges(createHarness: CreateHarness): void {
  const harness = useHarness(createHarness);

  describe('create', () => {
    it('keeps the note under a new UUIDv7 and says who wrote it, and when', async () => {
      const store = await harness.open(createTestAuthor('pod-7'));
      const note = await store.create(draft);
      const time = '2026-01-01T00:00:00.000Z';
      expect(note).toEqual({ id: note.id, ...draft, createdAt: time, updatedAt: time, version: 1, writtenBy: 'pod-7' });
      expect(note.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(await store.get(note.id)).toEqual(note);
    });

    it('gives each of many notes created at once its own id, and loses none', async () => {
      const store = await harness.open();
      const notes = await Promise.all(Array.from({ length: 200 }, () => store.create(draft)));
      expect(new Set(notes.map((note) => note.id)).size).toBe(200);
      expect(await allPages(store)).toHaveLength(200);
    });
  });

  describe('put', () => {
    it('creates the note under the id that it is given', async () => {
      const store = await harness.open();
      const id = uuidv7();
      const { note, created } = await store.put(id, draft);
      expect(created).toBe(true);
      expect(note).toMatchObject({ id, ...draft, version: 1 });
      expect(await store.get(id)).toEqual(note);
    });

    it('replaces the note: one version higher, created when it was, updated now, by this writer', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const first = await store.create(draft);
      author.tick(1000);
      const { note, created } = await store.put(first.id, { title: 'Groceries', text: 'bread, salt' });
      expect(created).toBe(false);
      expect(note).toEqual({ ...first, text: 'bread, salt', updatedAt: '2026-01-01T00:00:01.000Z', version: 2 });
      expect(await store.get(first.id)).toEqual(note);
      expect(await allPages(store)).toEqual([note]);
    });

    it('never makes a note older than it was, when the clock goes back', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const first = await store.create(draft);
      author.tick(-60_000);
      const { note } = await store.put(first.id, draft);
      expect(note).toMatchObject({ createdAt: first.createdAt, updatedAt: first.updatedAt, version: 2 });
    });

    it('shows the precondition the note as it is, and changes nothing when it throws', async () => {
      const store = await harness.open();
      const seen: unknown[] = [];
      const refuse = (current: unknown) => {
        seen.push(current);
        throw new StorageError('conflict', 'refused');
      };
      const note = await store.create(draft);
      const missing = uuidv7();
      await expect(store.put(note.id, { title: 'x', text: 'y' }, refuse)).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.put(missing, draft, refuse)).rejects.toMatchObject({ code: 'conflict', message: 'refused' });
      expect(seen).toEqual([note, undefined]);
      expect(await store.get(note.id)).toEqual(note);
      await expect(store.get(missing)).rejects.toMatchObject({ code: 'not-found' });
    });

    it(`lets exactly one of ${attempts} replacements of the same version win`, async () => {
      const store = await harness.open();
      const { id } = await store.create(draft);
      const results = await Promise.allSettled(
        Array.from({ length: attempts }, (_, n) => store.put(id, { title: 'x', text: `${n}` }, requireVersion(1))),
      );
      expect(outcomes(results)).toEqual({ kept: 1, conflicts: attempts - 1 });
      const winner = results.findIndex((result) => result.status === 'fulfilled');
      expect(await store.get(id)).toMatchObject({ version: 2, text: `${winner}` });
    });

    it(`lets exactly one of ${attempts} creations of the same id win`, async () => {
      const store = await harness.open();
      const id = uuidv7();
      const results = await Promise.allSettled(
        Array.from({ length: attempts }, () => store.put(id, draft, requireNew)),
      );
      expect(outcomes(results)).toEqual({ kept: 1, conflicts: attempts - 1 });
      expect(await store.get(id)).toMatchObject({ version: 1 });
    });

    it('gives each of many replacements at once a version of its own', async () => {
      const store = await harness.open();
      const { id } = await store.create(draft);
      const results = await Promise.all(Array.from({ length: attempts }, () => store.put(id, draft)));
      const versions = results.map((result) => result.note.version).toSorted((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: attempts }, (_, n) => n + 2));
      expect(await store.get(id)).toMatchObject({ version: attempts + 1 });
    });
  });

  describe('get', () => {
    it('rejects with not-found where there is no such note', async () => {
      const store = await harness.open();
      const error = await store.get(uuidv7()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StorageError);
      expect(error).toMatchObject({ code: 'not-found' });
    });
  });

  describe('delete', () => {
    it('removes the note from reads and from the list; a second one rejects with not-found', async () => {
      const store = await harness.open();
      const [gone, stays] = [await store.create(draft), await store.create(draft)];
      await store.delete(gone.id);
      await expect(store.get(gone.id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await allPages(store)).toEqual([stays]);
      await expect(store.delete(gone.id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('leaves the note when the precondition does not hold', async () => {
      const store = await harness.open();
      const note = await store.create(draft);
      await expect(store.delete(note.id, requireVersion(7))).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.get(note.id)).toEqual(note);
      await store.delete(note.id, requireVersion(1));
      await expect(store.get(note.id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('rejects with not-found where there is no such note, whatever the precondition', async () => {
      const store = await harness.open();
      await expect(store.delete(uuidv7(), requireVersion(1))).rejects.toMatchObject({ code: 'not-found' });
    });

    it('succeeds for exactly one of many at once', async () => {
      const store = await harness.open();
      const { id } = await store.create(draft);
      const results = await Promise.allSettled(Array.from({ length: attempts }, () => store.delete(id)));
      expect(outcomes(results).kept).toBe(1);
      await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('lets the id be used again, in a state that the deleted note never had', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const { note: first } = await store.put(uuidv7(), draft);
      author.tick();
      await store.delete(first.id);
      author.tick();
      const { note: second, created } = await store.put(first.id, { title: 'again', text: '' }, requireNew);
      expect(created).toBe(true);
      expect(await store.get(first.id)).toEqual(second);
      expect(await allPages(store)).toEqual([second]);
      // Whoever still holds the deleted note must not be taken for someone who has seen this one.
      const state = (note: typeof first) => `${note.version} ${note.updatedAt}`;
      expect(state(second)).not.toBe(state(first));
      expect(second.createdAt).toBe(second.updatedAt);
    });
  });
}
