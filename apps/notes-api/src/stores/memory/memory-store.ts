import type { Note } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { type Author, nextNote } from '../next-note.ts';
import type { NotesStore, Position } from '../store.ts';

/** Negative when `a` comes before `b`: newest first, ids break ties. */
const byAge = (a: Position, b: Position) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Keeps notes for as long as the process lives: the measure that the other stores are compared with. */
export function openMemoryStore({ author }: { author: Author }): Promise<NotesStore> {
  const notes = new Map<string, Note>();
  /** In the order of the list. Notes nearly always arrive as the newest, so this is filled from its end. */
  const oldestFirst: Position[] = [];
  let closed = false;

  /** Each operation runs to its end in one turn of the event loop: that is what makes it atomic. */
  const when = async <T>(operation: () => T): Promise<T> => {
    if (closed) throw new StorageError('unavailable', 'the store is closed');
    return operation();
  };
  const find = (id: string) => {
    const note = notes.get(id);
    if (!note) throw new StorageError('not-found', `there is no note ${id}`);
    return note;
  };
  const keep = (note: Note) => {
    if (!notes.has(note.id)) oldestFirst.splice(countOlder(oldestFirst, note), 0, note);
    notes.set(note.id, note);
    return note;
  };

  return Promise.resolve({
    create: (draft) => when(() => keep(nextNote(uuidv7(), draft, undefined, author))),
    put: (id, draft, precondition) =>
      when(() => {
        const current = notes.get(id);
        precondition?.(current);
        return { note: keep(nextNote(id, draft, current, author)), created: !current };
      }),
    get: (id) => when(() => find(id)),
    delete: (id, precondition) =>
      when(() => {
        const current = find(id);
        precondition?.(current);
        notes.delete(id);
        oldestFirst.splice(countOlder(oldestFirst, current), 1);
      }),
    list: (limit, after) =>
      when(() => {
        const end = after ? countOlder(oldestFirst, after) : oldestFirst.length;
        const start = Math.max(0, end - limit);
        const page = oldestFirst
          .slice(start, end)
          .toReversed()
          .map(({ id }) => find(id));
        const last = page.at(-1);
        return { notes: page, next: start > 0 && last ? { createdAt: last.createdAt, id: last.id } : null };
      }),
    describe: () =>
      when(() => ({
        store: 'memory',
        acknowledgement: 'kept in the memory of this process, and gone with it',
        location: `memory of process ${process.pid}`,
        notes: notes.size,
        bytes: null,
      })),
    ready: () => when(() => undefined),
    close: async () => {
      closed = true;
      notes.clear();
      oldestFirst.length = 0;
    },
  });
}

/** How many positions are older than this one: where it is, or belongs, by binary search. */
function countOlder(oldestFirst: Position[], position: Position): number {
  let [low, high] = [0, oldestFirst.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = oldestFirst[middle];
    if (candidate && byAge(candidate, position) > 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
