import { StorageError } from '@persistence-lab/durable';
import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { allPages, type CreateHarness, createTestAuthor, requireVersion, requireNew, useHarness } from './harness.ts';

const draft = { title: 'Groceries', text: 'bread' };
const attempts = 50;

const outcomes = (results: PromiseSettledResult<unknown>[]) => ({
  stored: results.filter((result) => result.status === 'fulfilled').length,
  conflicts: results.filter((result) => result.status === 'rejected' && result.reason.code === 'conflict').length,
});

/** Tests creating, replacing and deleting notes, sequentially and concurrently. */
export function describeChanges(createHarness: CreateHarness): void {
  const harness = useHarness(createHarness);

  describe('create', () => {
    it('stores the note under a new UUIDv7 with its writer and time', async () => {
      const store = await harness.open(createTestAuthor('pod-7'));
      const note = await store.create(draft);
      const time = '2026-01-01T00:00:00.000Z';
      expect(note).toEqual({ id: note.id, ...draft, createdAt: time, updatedAt: time, version: 1, writtenBy: 'pod-7' });
      expect(note.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(await store.get(note.id)).toEqual(note);
    });

    it('stores every note of many concurrent creations under a unique id', async () => {
      const store = await harness.open();
      const notes = await Promise.all(Array.from({ length: 200 }, () => store.create(draft)));
      expect(new Set(notes.map((note) => note.id)).size).toBe(200);
      expect(await allPages(store)).toHaveLength(200);
    });
  });

  describe('put', () => {
    it('creates the note under the given id', async () => {
      const store = await harness.open();
      const id = uuidv7();
      const { note, created } = await store.put(id, draft);
      expect(created).toBe(true);
      expect(note).toMatchObject({ id, ...draft, version: 1 });
      expect(await store.get(id)).toEqual(note);
    });

    it('replaces the note: increments the version, keeps createdAt, sets updatedAt and writtenBy', async () => {
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

    it('never decreases updatedAt when the clock moves backwards', async () => {
      const author = createTestAuthor();
      const store = await harness.open(author);
      const first = await store.create(draft);
      author.tick(-60_000);
      const { note } = await store.put(first.id, draft);
      expect(note).toMatchObject({ createdAt: first.createdAt, updatedAt: first.updatedAt, version: 2 });
    });

    it('passes the current note to the precondition, and changes nothing when it throws', async () => {
      const store = await harness.open();
      const seen: unknown[] = [];
      const reject = (current: unknown) => {
        seen.push(current);
        throw new StorageError('conflict', 'rejected');
      };
      const note = await store.create(draft);
      const missing = uuidv7();
      await expect(store.put(note.id, { title: 'x', text: 'y' }, reject)).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.put(missing, draft, reject)).rejects.toMatchObject({ code: 'conflict', message: 'rejected' });
      expect(seen).toEqual([note, undefined]);
      expect(await store.get(note.id)).toEqual(note);
      await expect(store.get(missing)).rejects.toMatchObject({ code: 'not-found' });
    });

    it(`accepts exactly one of ${attempts} replacements of the same version`, async () => {
      const store = await harness.open();
      const { id } = await store.create(draft);
      const results = await Promise.allSettled(
        Array.from({ length: attempts }, (_, n) => store.put(id, { title: 'x', text: `${n}` }, requireVersion(1))),
      );
      expect(outcomes(results)).toEqual({ stored: 1, conflicts: attempts - 1 });
      const winner = results.findIndex((result) => result.status === 'fulfilled');
      expect(await store.get(id)).toMatchObject({ version: 2, text: `${winner}` });
    });

    it(`accepts exactly one of ${attempts} creations of the same id`, async () => {
      const store = await harness.open();
      const id = uuidv7();
      const results = await Promise.allSettled(
        Array.from({ length: attempts }, () => store.put(id, draft, requireNew)),
      );
      expect(outcomes(results)).toEqual({ stored: 1, conflicts: attempts - 1 });
      expect(await store.get(id)).toMatchObject({ version: 1 });
    });

    it('assigns a unique version to each of many concurrent replacements', async () => {
      const store = await harness.open();
      const { id } = await store.create(draft);
      const results = await Promise.all(Array.from({ length: attempts }, () => store.put(id, draft)));
      const versions = results.map((result) => result.note.version).toSorted((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: attempts }, (_, n) => n + 2));
      expect(await store.get(id)).toMatchObject({ version: attempts + 1 });
    });
  });

  describe('get', () => {
    it('rejects with not-found when the note does not exist', async () => {
      const store = await harness.open();
      const error = await store.get(uuidv7()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StorageError);
      expect(error).toMatchObject({ code: 'not-found' });
    });
  });

  describe('delete', () => {
    it('removes the note from reads and from the list; a second deletion rejects with not-found', async () => {
      const store = await harness.open();
      const [deleted, remaining] = [await store.create(draft), await store.create(draft)];
      await store.delete(deleted.id);
      await expect(store.get(deleted.id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await allPages(store)).toEqual([remaining]);
      await expect(store.delete(deleted.id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('keeps the note when the precondition does not hold', async () => {
      const store = await harness.open();
      const note = await store.create(draft);
      await expect(store.delete(note.id, requireVersion(7))).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.get(note.id)).toEqual(note);
      await store.delete(note.id, requireVersion(1));
      await expect(store.get(note.id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('rejects with not-found when the note does not exist, regardless of the precondition', async () => {
      const store = await harness.open();
      await expect(store.delete(uuidv7(), requireVersion(1))).rejects.toMatchObject({ code: 'not-found' });
    });

    it('succeeds for exactly one of many concurrent deletions', async () => {
      const store = await harness.open();
      const { id } = await store.create(draft);
      const results = await Promise.allSettled(Array.from({ length: attempts }, () => store.delete(id)));
      expect(outcomes(results).stored).toBe(1);
      await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('allows the id to be used again, in a state that the deleted note never had', async () => {
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
      // A precondition on the deleted note must not match the new one.
      const state = (note: typeof first) => `${note.version} ${note.updatedAt}`;
      expect(state(second)).not.toBe(state(first));
      expect(second.createdAt).toBe(second.updatedAt);
    });
  });
}
