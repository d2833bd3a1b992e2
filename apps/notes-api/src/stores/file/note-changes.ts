import type { Note } from '@persistence-lab/api';
import { type Change, type Journal, StorageError, type Value } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { type Author, nextNote } from '../next-note.ts';
import type { NotesStore } from '../store.ts';

/** Writes notes to the journal. `refresh` reads what other processes have written. */
export function createNoteChanges(
  { index, ...journal }: Journal,
  author: Author,
  refresh: () => Promise<void>,
): Pick<NotesStore, 'create' | 'put' | 'delete'> {
  const locked = createKeyedMutex();

  async function current(id: string) {
    await refresh();
    const slot = index.slotOf(id);
    if (slot < 0) return { version: 0, note: undefined };
    const version = index.version(slot);
    return { version, note: index.isDeleted(slot) ? undefined : toNote((await journal.read([slot]))[0]!) };
  }

  return {
    async create(draft) {
      const note = nextNote(uuidv7(), draft, undefined, author);
      await journal.append(toChange(note));
      return note;
    },
    put: (id, draft, precondition) =>
      locked(id, async () => {
        const { version, note } = await current(id);
        precondition?.(note);
        // A note that is created again continues from the version of its deletion, so that no older change wins.
        const next = { ...nextNote(id, draft, note, author), version: version + 1 };
        await journal.append(toChange(next));
        return { note: next, created: !note };
      }),
    delete: (id, precondition) =>
      locked(id, async () => {
        const { version, note } = await current(id);
        if (!note) throw noteNotFound(id);
        precondition?.(note);
        await journal.append(toDeletion(note, version + 1, author));
      }),
  };
}

export const noteNotFound = (id: string) => new StorageError('not-found', `there is no note ${id}`);

/** Runs tasks with the same key one by one, and those with different keys concurrently. */
function createKeyedMutex(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = last.get(key);
    const result = before ? before.then(task, task) : task();
    last.set(key, result);
    try {
      return await result;
    } finally {
      if (last.get(key) === result) last.delete(key);
    }
  };
}

/** The fields of a note that the journal stores as a value, beside key, version and times. */
interface NoteValue {
  readonly title: string;
  readonly text: string;
  readonly writtenBy: string;
}

function toChange(note: Note): Omit<Change, 'writer'> {
  const { title, text, writtenBy } = note;
  const value: NoteValue & Value = { title, text, writtenBy };
  return { ...identityOf(note), version: note.version, time: Date.parse(note.updatedAt), value };
}

function toDeletion(note: Note, version: number, author: Author): Omit<Change, 'writer'> {
  return { ...identityOf(note), version, time: Math.max(author.now(), Date.parse(note.updatedAt)) };
}

function identityOf({ id, createdAt }: Note): Pick<Change, 'key' | 'created'> {
  return { key: id, created: Date.parse(createdAt) };
}

/** Converts a change of the journal to the note that it stores. */
export function toNote({ key, version, created, time, value }: Change): Note {
  if (!isNoteValue(value)) throw new StorageError('corrupt', `the value stored under ${key} is not a note`);
  const [createdAt, updatedAt] = [new Date(created).toISOString(), new Date(time).toISOString()];
  return { id: key, title: value.title, text: value.text, createdAt, updatedAt, version, writtenBy: value.writtenBy };
}

function isNoteValue(value: unknown): value is NoteValue {
  const note = value as Partial<NoteValue> | undefined;
  return typeof note?.title === 'string' && typeof note.text === 'string' && typeof note.writtenBy === 'string';
}
