import type { Head } from './change.ts';
import { type Key, formatKey, isKey, keyOf } from './key.ts';

/** Where a change's line is. */
export interface Location {
  readonly file: number;
  /** bytes from the start of the file */
  readonly offset: number;
  /** bytes, newline not counted */
  readonly length: number;
}

/**
 * Which change stands for each key, and where its line is, in about 60 bytes a key: 16 bytes of
 * UUID and a few numbers in typed arrays, found through a hash table with open addressing.
 * A key keeps its slot for ever, deleted or not.
 */
export interface KeyIndex {
  /** Keys, deleted ones among them; slots run from 0 to size - 1. */
  readonly size: number;
  /** -1: never seen, or no key */
  slotOf(key: string | Key): number;
  keyOf(slot: number): string;
  version(slot: number): number;
  isDeleted(slot: number): boolean;
  location(slot: number): Location;
  /** The number of the file alone. */
  fileOf(slot: number): number;
  isAt(slot: number, file: number, offset: number): boolean;
  /** Fills in what the index knows of the change that stands in this slot. */
  readHead(slot: number, into: Head): void;
  /** Above 0: the change beats what stands for its key; 0: it is the same change; below 0: it is beaten. */
  compare(slot: number, head: Head): number;
  /** Puts a change in its key's slot, without comparing; makes the slot if there is none. */
  set(head: Head, file: number, offset: number, length: number): number;
  /** The same change is now to be read there. */
  move(slot: number, file: number, offset: number, length: number): void;
  /** Takes out the changes whose lines stand in this file from this offset on: their keys are as if never seen. */
  forget(file: number, from: number): { readonly changes: number; readonly values: number };
}

export function createKeyIndex(): KeyIndex {
  let capacity = 1024;
  let size = 0;
  let keys = new Uint32Array(capacity * 4);
  let files = new Uint32Array(capacity);
  let offsets = new Float64Array(capacity);
  let lengths = new Uint32Array(capacity);
  let versions = new Uint32Array(capacity);
  let times = new Float64Array(capacity);
  /** The writer's number in `writers`, shifted left once; the lowest bit marks a deletion. */
  let marks = new Uint32Array(capacity);
  /** slot + 1; 0: free */
  let table = new Uint32Array(capacity * 2);
  const writers = createNumbers();

  /** The key's place in the table: its own or the free one. */
  function find(key: Key): number {
    const mask = table.length - 1;
    // The last words of UUIDv4 and v7 are random; mixing keeps made-up ids apart too.
    let place = Math.imul(key[3]! ^ Math.imul(key[1]!, 0x9e3779b1) ^ key[2]! ^ key[0]!, 0x85ebca6b) >>> 0;
    for (place = (place ^ (place >>> 15)) & mask; ; place = (place + 1) & mask) {
      const slot = table[place]! - 1;
      if (slot < 0 || holds(slot, key)) return place;
    }
  }

  function holds(slot: number, key: Key): boolean {
    const at = slot * 4;
    return keys[at] === key[0] && keys[at + 1] === key[1] && keys[at + 2] === key[2] && keys[at + 3] === key[3];
  }

  function grow(): void {
    capacity *= 2;
    keys = enlarged(keys, capacity * 4);
    files = enlarged(files, capacity);
    offsets = enlarged(offsets, capacity);
    lengths = enlarged(lengths, capacity);
    versions = enlarged(versions, capacity);
    times = enlarged(times, capacity);
    marks = enlarged(marks, capacity);
    table = new Uint32Array(capacity * 2);
    for (let slot = 0; slot < size; slot++) table[find(keyAt(slot))] = slot + 1;
  }

  const keyAt = (slot: number): Key => keys.subarray(slot * 4, slot * 4 + 4);

  /** The new key's slot. */
  function take(key: Key): number {
    if (size === capacity) grow();
    table[find(key)] = size + 1;
    keys.set(key, size * 4);
    return size++;
  }

  function put(slot: number, file: number, offset: number, length: number): void {
    files[slot] = file;
    offsets[slot] = offset;
    lengths[slot] = length;
  }

  return {
    get size() {
      return size;
    },
    slotOf(key) {
      if (typeof key !== 'string') return table[find(key)]! - 1;
      return isKey(key) ? table[find(keyOf(key))]! - 1 : -1;
    },
    keyOf: (slot) => formatKey(keyAt(slot)),
    version: (slot) => versions[slot]!,
    isDeleted: (slot) => (marks[slot]! & 1) === 1,
    location: (slot) => ({ file: files[slot]!, offset: offsets[slot]!, length: lengths[slot]! }),
    fileOf: (slot) => files[slot]!,
    isAt: (slot, file, offset) => files[slot] === file && offsets[slot] === offset,
    readHead(slot, into) {
      into.key.set(keyAt(slot));
      into.version = versions[slot]!;
      into.time = times[slot]!;
      into.writer = writers.nameOf(marks[slot]! >>> 1);
      into.deleted = (marks[slot]! & 1) === 1;
    },
    compare: (slot, head) =>
      head.version - versions[slot]! ||
      head.time - times[slot]! ||
      order(head.writer, writers.nameOf(marks[slot]! >>> 1)),
    set(head, file, offset, length) {
      const known = table[find(head.key)]! - 1;
      const slot = known < 0 ? take(head.key) : known;
      put(slot, file, offset, length);
      versions[slot] = head.version;
      times[slot] = head.time;
      marks[slot] = writers.numberOf(head.writer) * 2 + (head.deleted ? 1 : 0);
      return slot;
    },
    move: put,
    forget(file, from) {
      const counts = { changes: 0, values: 0 };
      for (let slot = 0; slot < size; slot++) {
        if (files[slot] !== file || offsets[slot]! < from || versions[slot] === 0) continue;
        counts.changes++;
        if ((marks[slot]! & 1) === 0) counts.values++;
        versions[slot] = 0;
        times[slot] = 0;
        marks[slot]! |= 1;
      }
      return counts;
    },
  };
}

/** Names by small numbers. */
function createNumbers(): { numberOf(name: string): number; nameOf(number: number): string } {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  return {
    nameOf: (number) => names[number]!,
    numberOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.push(name) - 1);
      return names.length - 1;
    },
  };
}

function enlarged<T extends Uint32Array | Float64Array>(from: T, length: number): T {
  const to = from instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
  to.set(from);
  return to as T;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
