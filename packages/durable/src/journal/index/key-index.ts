import type { Head } from '../format/change.ts';
import { type Key, formatKey, isKey, keyOf } from '../format/key.ts';
import { type Columns, type Location, createColumns, discardChanges, enlarge, locationAt } from './columns.ts';
import { createKeyTable } from './key-table.ts';

/**
 * The latest change of each key and where its line is, in about 60 bytes a key: 16 bytes of
 * UUID and a few numbers in typed arrays, found through a hash table. A key keeps its slot for
 * ever, deleted or not.
 */
export interface KeyIndex {
  /** Keys, deleted ones among them; slots run from 0 to size - 1. */
  readonly size: number;
  /** -1: the key is unknown, or the text is not a key. */
  slotOf(key: string | Key): number;
  keyOf(slot: number): string;
  version(slot: number): number;
  isDeleted(slot: number): boolean;
  location(slot: number): Location;
  /** The number of the file alone. */
  fileOf(slot: number): number;
  isAt(slot: number, file: number, offset: number): boolean;
  /** Fills in what the index knows of the change in this slot. */
  readHead(slot: number, into: Head): void;
  /** Above 0: the change is later than the one in the slot; 0: it is the same change; below 0: it is earlier. */
  compare(slot: number, head: Head): number;
  /** Puts a change in its key's slot, without comparing; adds the slot if there is none. */
  set(head: Head, file: number, offset: number, length: number): number;
  /** Records that the same change is now to be read there. */
  move(slot: number, file: number, offset: number, length: number): void;
  /** Removes the changes whose lines are in this file from this offset on; their keys become unset. */
  discard(file: number, from: number): { readonly changes: number; readonly values: number };
}

const initialCapacity = 1024;

export function createKeyIndex(): KeyIndex {
  const keys = createKeyTable(initialCapacity);
  // Calling it through the object costs a tenth of a lookup.
  const { find } = keys;
  const writers = createNames();
  let columns: Columns = createColumns(initialCapacity);

  function add(key: Key): number {
    const slot = keys.add(key);
    if (slot === columns.files.length) columns = enlarge(columns);
    return slot;
  }

  function move(slot: number, file: number, offset: number, length: number): void {
    columns.files[slot] = file;
    columns.offsets[slot] = offset;
    columns.lengths[slot] = length;
  }

  const isDeleted = (slot: number) => (columns.origins[slot]! & 1) === 1;
  const writerOf = (slot: number) => writers.nameOf(columns.origins[slot]! >>> 1);

  return {
    get size() {
      return keys.size;
    },
    slotOf(key) {
      if (typeof key !== 'string') return find(key);
      return isKey(key) ? find(keyOf(key)) : -1;
    },
    keyOf: (slot) => formatKey(keys.keyAt(slot)),
    version: (slot) => columns.versions[slot]!,
    isDeleted,
    location: (slot) => locationAt(columns, slot),
    fileOf: (slot) => columns.files[slot]!,
    isAt: (slot, file, offset) => columns.files[slot] === file && columns.offsets[slot] === offset,
    readHead(slot, into) {
      into.key.set(keys.keyAt(slot));
      into.version = columns.versions[slot]!;
      into.time = columns.times[slot]!;
      into.writer = writerOf(slot);
      into.deleted = isDeleted(slot);
    },
    compare: (slot, head) =>
      head.version - columns.versions[slot]! ||
      head.time - columns.times[slot]! ||
      compareText(head.writer, writerOf(slot)),
    set(head, file, offset, length) {
      const known = find(head.key);
      const slot = known < 0 ? add(head.key) : known;
      move(slot, file, offset, length);
      columns.versions[slot] = head.version;
      columns.times[slot] = head.time;
      columns.origins[slot] = writers.numberOf(head.writer) * 2 + (head.deleted ? 1 : 0);
      return slot;
    },
    move,
    discard: (file, from) => discardChanges(columns, keys.size, file, from),
  };
}

/** Numbers names in the order in which they are first seen. */
function createNames(): { numberOf(name: string): number; nameOf(number: number): string } {
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

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
