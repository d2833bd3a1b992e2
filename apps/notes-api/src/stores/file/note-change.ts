import type { Note } from '@persistence-lab/api';
import { type Change, StorageError, type Value } from '@persistence-lab/durable';
import type { Author } from '../next-note.ts';

/** What the journal keeps of a note, beside its key, version and times. */
interface NoteValue {
  readonly title: string;
  readonly text: string;
  readonly writtenBy: string;
}

export function toChange(note: Note): Omit<Change, 'writer'> {
  const { title, text, writtenBy } = note;
  const value: NoteValue & Value = { title, text, writtenBy };
  return { ...headOf(note), version: note.version, time: Date.parse(note.updatedAt), value };
}

export function toDeletion(note: Note, version: number, author: Author): Omit<Change, 'writer'> {
  return { ...headOf(note), version, time: Math.max(author.now(), Date.parse(note.updatedAt)) };
}

function headOf({ id, createdAt }: Note): Pick<Change, 'key' | 'created'> {
  return { key: id, created: Date.parse(createdAt) };
}

export function toNote({ key, version, created, time, value }: Change): Note {
  if (!isNoteValue(value)) throw new StorageError('corrupt', `what is kept under ${key} is no note`);
  const [createdAt, updatedAt] = [new Date(created).toISOString(), new Date(time).toISOString()];
  return { id: key, title: value.title, text: value.text, createdAt, updatedAt, version, writtenBy: value.writtenBy };
}

function isNoteValue(value: unknown): value is NoteValue {
  const note = value as Partial<NoteValue> | undefined;
  return typeof note?.title === 'string' && typeof note.text === 'string' && typeof note.writtenBy === 'string';
}
