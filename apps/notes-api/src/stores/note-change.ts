import type { Note } from '@persistence-lab/api';
import { type Change, StorageError } from '@persistence-lab/durable';

/** What the journal keeps of a note, beside its key, version and time. */
interface NoteValue {
  readonly title: string;
  readonly text: string;
  readonly createdAt: string;
  readonly writtenBy: string;
}

export function toChange(note: Note): Omit<Change, 'writer'> {
  const { title, text, createdAt, writtenBy } = note;
  const value: NoteValue & Record<string, unknown> = { title, text, createdAt, writtenBy };
  return { key: note.id, version: note.version, time: Date.parse(note.updatedAt), value };
}

export function toNote({ key, version, time, value }: Change): Note {
  if (!isNoteValue(value)) throw new StorageError('corrupt', `what is kept under ${key} is no note`);
  const { title, text, createdAt, writtenBy } = value;
  return { id: key, title, text, createdAt, updatedAt: new Date(time).toISOString(), version, writtenBy };
}

export function isNoteValue(value: unknown): value is NoteValue {
  const note = value as Partial<NoteValue> | undefined;
  return (
    typeof note?.title === 'string' &&
    typeof note.text === 'string' &&
    typeof note.createdAt === 'string' &&
    typeof note.writtenBy === 'string'
  );
}
