import type { Note } from '@persistence-lab/api';

/** Where a service double keeps its notes. What is wrong with a service is wrong here: its HTTP side is the same. */
export interface Disk {
  get(id: string): Note | undefined;
  set(note: Note): void;
  delete(id: string): void;
  /** In any order. */
  all(): Note[];
  /** The process ends without warning, and another begins. */
  crash(): void;
}

/** Keeps what it is given. */
export function createDisk(): Disk {
  const notes = new Map<string, Note>();
  return {
    get: (id) => notes.get(id),
    set: (note) => void notes.set(note.id, note),
    delete: (id) => void notes.delete(id),
    all: () => [...notes.values()],
    crash() {},
  };
}
