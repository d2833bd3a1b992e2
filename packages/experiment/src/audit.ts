import type { Note } from '@persistence-lab/api';
import { addEntry, type Book, isUnansweredCreation } from './book.ts';
import { type Entry, isAsPromised } from './entry.ts';

export function auditNotes(book: Book, found: ReadonlyMap<string, Note>): string[] {
  const strangers = [...found.values()].filter((note) => !book.entries.has(note.id) && book.isOurs(note));
  const problems = strangers.flatMap((note) => auditStranger(book, note));
  for (const id of book.altered) problems.push(`${id} was not acknowledged as it was sent`);
  for (const entry of book.entries.values()) problems.push(...auditEntry(entry, found.get(entry.id)));
  return problems;
}

function auditStranger(book: Book, note: Note): string[] {
  if (!isUnansweredCreation(book, note)) return [`${note.id} is there, and was never sent`];
  // It may be one that was never acknowledged: from here on it may be there, or not.
  addEntry(book, note.id).unanswered.push({ title: note.title, text: note.text });
  return [];
}

function auditEntry(entry: Entry, found: Note | undefined): string[] {
  if (isAsPromised(entry, found)) return [];
  const is = found ? `is ${JSON.stringify(found)}` : 'is not there';
  return [`${entry.id} ${is}, acknowledged: ${JSON.stringify(entry.acknowledged)}`];
}
