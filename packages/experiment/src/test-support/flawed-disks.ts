import type { Note } from '@persistence-lab/api';
import { createDisk, type Disk } from './disk.ts';

/** Acknowledges before it writes, and flushes once per `every` writes: a crash loses the writes since the last flush. */
export function createLateDisk(every: number): Disk {
  const disk = createDisk();
  let buffered: (() => void)[] = [];
  let view = createDisk();
  const change = (apply: (disk: Disk) => void) => {
    apply(view);
    buffered.push(() => apply(disk));
    if (buffered.length < every) return;
    for (const write of buffered) write();
    buffered = [];
  };
  return {
    get: (id) => view.get(id),
    set: (note) => change((to) => to.set(note)),
    delete: (id) => change((to) => to.delete(id)),
    all: () => view.all(),
    crash() {
      buffered = [];
      view = createDisk();
      for (const note of disk.all()) view.set(note);
    },
  };
}

/** Silently drops one write in `every`. */
export function createDroppingDisk(every: number): Disk {
  return changing((note, nth) => (nth % every === 0 ? undefined : note));
}

/** Alters one byte of the write number `nth`. */
export function createAlteringDisk(nth: number): Disk {
  return changing((note, at) => (at === nth ? { ...note, text: alterFirst(note.text) } : note));
}

/** Another replica's view of a disk: it does not see what others have written since its creation. */
export function createStaleView(disk: Disk): Disk {
  const seen = createDisk();
  for (const note of disk.all()) seen.set(note);
  return {
    ...seen,
    set(note) {
      seen.set(note);
      disk.set(note);
    },
    delete(id) {
      seen.delete(id);
      disk.delete(id);
    },
  };
}

function changing(change: (note: Note, nth: number) => Note | undefined): Disk {
  const disk = createDisk();
  let writes = 0;
  return {
    ...disk,
    set(note) {
      const changed = change(note, ++writes);
      if (changed) disk.set(changed);
    },
  };
}

/** An ASCII character becomes its neighbour: the text keeps its length. */
export const alterFirst = (text: string): string => String.fromCharCode(text.charCodeAt(0) ^ 1) + text.slice(1);
