import type { Note } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { type Author, nextNote } from '../next-note.ts';
import type { NotesStore, Position } from '../store.ts';

/** Stores notes until the process exits: the baseline for comparing the other stores. */
export function openMemoryStore({ author }: { author: Author }): Promise<NotesStore> {
  const notes = new Map<string, Note>();
  const positions = createSortedPositions();
  let closed = false;

  /** Runs an operation within one turn of the event loop, which makes it atomic. */
  const run = async <T>(operation: () => T): Promise<T> => {
    if (closed) throw new StorageError('unavailable', 'the store is closed');
    return operation();
  };
  const find = (id: string) => {
    const note = notes.get(id);
    if (!note) throw new StorageError('not-found', `there is no note ${id}`);
    return note;
  };
  const save = (note: Note) => {
    if (!notes.has(note.id)) positions.insert(note);
    notes.set(note.id, note);
    return note;
  };

  return Promise.resolve({
    create: (draft) => run(() => save(nextNote(uuidv7(), draft, undefined, author))),
    put: (id, draft, precondition) =>
      run(() => {
        const current = notes.get(id);
        precondition?.(current);
        return { note: save(nextNote(id, draft, current, author)), created: !current };
      }),
    get: (id) => run(() => find(id)),
    delete: (id, precondition) =>
      run(() => {
        const current = find(id);
        precondition?.(current);
        notes.delete(id);
        positions.remove(current);
      }),
    list: (limit, after) =>
      run(() => {
        const { page, next } = positions.page(limit, after);
        return { notes: page.map(({ id }) => find(id)), next };
      }),
    describe: () =>
      run(() => ({
        store: 'memory',
        acknowledgement: 'in process memory, lost when the process exits',
        location: `memory of process ${process.pid}`,
        notes: notes.size,
        bytes: null,
      })),
    ready: () => run(() => undefined),
    close: async () => {
      closed = true;
      notes.clear();
      positions.clear();
    },
  });
}

/** Holds positions in the order of the list. New notes are nearly always the newest, so they go to the end. */
function createSortedPositions() {
  const oldestFirst: Position[] = [];

  /** Returns the index of this position, or the one at which to insert it, by binary search. */
  function countOlder(position: Position): number {
    let [low, high] = [0, oldestFirst.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = oldestFirst[middle];
      if (candidate && isOlder(candidate, position)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    insert(position: Position): void {
      oldestFirst.splice(countOlder(position), 0, position);
    },
    remove(position: Position): void {
      oldestFirst.splice(countOlder(position), 1);
    },
    page(limit: number, after: Position | undefined): { page: Position[]; next: Position | null } {
      const end = after ? countOlder(after) : oldestFirst.length;
      const start = Math.max(0, end - limit);
      const page = oldestFirst.slice(start, end).toReversed();
      const last = page.at(-1);
      return { page, next: start > 0 && last ? { createdAt: last.createdAt, id: last.id } : null };
    },
    clear(): void {
      oldestFirst.length = 0;
    },
  };
}

const isOlder = (a: Position, b: Position) => (a.createdAt === b.createdAt ? a.id < b.id : a.createdAt < b.createdAt);
