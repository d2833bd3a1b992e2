import type { Note } from '@persistence-lab/api';

/** Where a simulated service keeps its notes. A flawed service has a flawed disk; its HTTP side is always the same. */
export interface Disk {
  get(id: string): Note | undefined;
  set(note: Note): void;
  delete(id: string): void;
  /** In any order. */
  all(): Note[];
  /** The process ends without warning and starts again. */
  crash(): void;
}

/** A disk without flaws. */
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
