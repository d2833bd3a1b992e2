import type { KeyIndex } from '@persistence-lab/durable';
import type { Position } from '../store.ts';

/** The notes in the order of the list, as slots of the index: 12 bytes a note. */
export interface NoteOrder {
  /** The note in this slot exists, and was created then (milliseconds). */
  put(slot: number, createdAt: number): void;
  /** Up to `limit` slots of notes that exist, newest first, beginning after this position. */
  newestFirst(limit: number, after?: Position): number[];
}

/** So few newcomers are put in their places one by one; more are sorted and merged in one go. */
const mergeThreshold = 32;

/**
 * A sorted array of slots. Notes nearly always arrive as the newest and are appended; the others
 * wait until the next listing. Deleted notes keep their place and are passed over.
 */
export function createNoteOrder(index: KeyIndex): NoteOrder {
  let oldestFirst = new Uint32Array(1024);
  let length = 0;
  let created = new Float64Array(1024);
  let listed = new Uint8Array(1024);
  let pending: number[] = [];

  const compare = (a: number, b: number) => created[a]! - created[b]! || compareText(index.keyOf(a), index.keyOf(b));

  function put(slot: number, createdAt: number): void {
    if (slot >= created.length) {
      created = enlarged(created, new Float64Array(slot * 2));
      listed = enlarged(listed, new Uint8Array(slot * 2));
    }
    if (listed[slot] === 1) {
      if (created[slot] === createdAt) return;
      remove(slot);
    }
    created[slot] = createdAt;
    listed[slot] = 1;
    if (pending.length === 0 && (length === 0 || compare(oldestFirst[length - 1]!, slot) < 0)) insert(length, slot);
    else pending.push(slot);
  }

  /** Only when two writers created the same note, or one created it again after it was deleted. */
  function remove(slot: number): void {
    applyPending();
    const at = countOlder(created[slot]!, index.keyOf(slot));
    oldestFirst.copyWithin(at, at + 1, length);
    length--;
  }

  function insert(at: number, slot: number): void {
    if (length === oldestFirst.length) oldestFirst = enlarged(oldestFirst, new Uint32Array(length * 2));
    oldestFirst.copyWithin(at + 1, at, length);
    oldestFirst[at] = slot;
    length++;
  }

  function applyPending(): void {
    if (pending.length <= mergeThreshold) {
      for (const slot of pending) insert(countOlder(created[slot]!, index.keyOf(slot)), slot);
    } else {
      merge(pending.toSorted(compare));
    }
    pending = [];
  }

  function merge(newcomers: number[]): void {
    const merged = new Uint32Array(Math.max(1024, (length + newcomers.length) * 2));
    let [old, added, at] = [0, 0, 0];
    while (old < length || added < newcomers.length) {
      const fromOld = added === newcomers.length || (old < length && compare(oldestFirst[old]!, newcomers[added]!) < 0);
      merged[at++] = fromOld ? oldestFirst[old++]! : newcomers[added++]!;
    }
    [oldestFirst, length] = [merged, at];
  }

  function countOlder(createdAt: number, id: string): number {
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = oldestFirst[middle]!;
      if ((created[slot]! - createdAt || compareText(index.keyOf(slot), id)) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    put,
    newestFirst(limit, after) {
      applyPending();
      const slots: number[] = [];
      let at = after ? countOlder(Date.parse(after.createdAt), after.id) : length;
      while (at-- > 0 && slots.length < limit) {
        if (!index.isDeleted(oldestFirst[at]!)) slots.push(oldestFirst[at]!);
      }
      return slots;
    },
  };
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function enlarged<T extends Uint32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
