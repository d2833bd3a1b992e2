import type { KeyIndex } from '@persistence-lab/durable';
import type { Position } from '../store.ts';

/** The order of the list, as slots of the index: 12 bytes per note. */
export interface NoteOrder {
  /** Adds the note in this slot, created at this time (milliseconds). */
  put(slot: number, createdAt: number): void;
  /** Returns up to `limit` slots of existing notes after this position, newest first. */
  newestFirst(limit: number, after?: Position): number[];
}

/** Compares a slot with a creation time and an id; negative when the slot is older. */
type CompareSlot = (slot: number, createdAt: number, id: string) => number;

/** Up to this number, pending slots are inserted one by one; more are sorted and merged together. */
const mergeThreshold = 32;

/**
 * Orders notes by creation in a sorted array of slots. New notes are nearly always the newest and are appended; others
 * wait until the next listing. Deleted notes keep their position and are skipped.
 */
export function createNoteOrder(index: KeyIndex): NoteOrder {
  let created = new Float64Array(1024);
  let listed = new Uint8Array(1024);
  let pending: number[] = [];
  const slots = createSortedSlots(
    (slot, createdAt, id) => created[slot]! - createdAt || compareText(index.keyOf(slot), id),
  );
  const countOlder = (slot: number) => slots.countOlder(created[slot]!, index.keyOf(slot));
  const compare = (a: number, b: number) => created[a]! - created[b]! || compareText(index.keyOf(a), index.keyOf(b));

  function applyPending(): void {
    if (pending.length <= mergeThreshold) for (const slot of pending) slots.insert(countOlder(slot), slot);
    else slots.merge(pending.toSorted(compare), compare);
    pending = [];
  }

  return {
    put(slot, createdAt) {
      if (slot >= created.length) {
        created = enlarged(created, new Float64Array(slot * 2));
        listed = enlarged(listed, new Uint8Array(slot * 2));
      }
      if (listed[slot] === 1) {
        if (created[slot] === createdAt) return;
        // Two writers created the same note, or one created it again after its deletion.
        applyPending();
        slots.remove(countOlder(slot));
      }
      created[slot] = createdAt;
      listed[slot] = 1;
      const newest = slots.at(slots.length - 1);
      if (pending.length === 0 && (newest === undefined || compare(newest, slot) < 0)) slots.insert(slots.length, slot);
      else pending.push(slot);
    },
    newestFirst(limit, after) {
      applyPending();
      const found: number[] = [];
      let at = after ? slots.countOlder(Date.parse(after.createdAt), after.id) : slots.length;
      while (at-- > 0 && found.length < limit) {
        const slot = slots.at(at)!;
        if (!index.isDeleted(slot)) found.push(slot);
      }
      return found;
    },
  };
}

/** Holds slots in a typed array, oldest first. */
function createSortedSlots(compareTo: CompareSlot) {
  let oldestFirst = new Uint32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (position: number): number | undefined => (position < length ? oldestFirst[position] : undefined),
    insert(position: number, slot: number): void {
      if (length === oldestFirst.length) oldestFirst = enlarged(oldestFirst, new Uint32Array(length * 2));
      oldestFirst.copyWithin(position + 1, position, length);
      oldestFirst[position] = slot;
      length++;
    },
    remove(position: number): void {
      oldestFirst.copyWithin(position, position + 1, length);
      length--;
    },
    merge(added: number[], compare: (a: number, b: number) => number): void {
      const merged = new Uint32Array(Math.max(1024, (length + added.length) * 2));
      let [old, next, at] = [0, 0, 0];
      while (old < length || next < added.length) {
        const takeOld = next === added.length || (old < length && compare(oldestFirst[old]!, added[next]!) < 0);
        merged[at++] = takeOld ? oldestFirst[old++]! : added[next++]!;
      }
      [oldestFirst, length] = [merged, at];
    },
    /** Returns the position of this note, or the one at which to insert it, by binary search. */
    countOlder(createdAt: number, id: string): number {
      let [low, high] = [0, length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (compareTo(oldestFirst[middle]!, createdAt, id) < 0) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function enlarged<T extends Uint32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
