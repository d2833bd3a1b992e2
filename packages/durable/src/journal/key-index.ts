import type { Change } from './change.ts';

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
  /** -1: never seen */
  slotOf(key: string): number;
  keyOf(slot: number): string;
  version(slot: number): number;
  isDeleted(slot: number): boolean;
  location(slot: number): Location;
  isAt(slot: number, file: number, offset: number): boolean;
  /** Above 0: the change beats what stands for its key; 0: it is the same change; below 0: it is beaten. */
  compare(slot: number, change: Change): number;
  /** Puts a change in its key's slot, without comparing; makes the slot if there is none. */
  set(change: Change, at: Location): number;
  move(slot: number, at: Location): void;
  /** A copy of where every line is now, for who needs a moment that does not move on. */
  freeze(): FrozenLocations;
}

export interface FrozenLocations {
  isAt(slot: number, file: number, offset: number): boolean;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the key is one that the index can hold: a UUID in lower case. */
export function isKey(key: string): boolean {
  return uuidForm.test(key);
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
  const writers: string[] = [];
  const writerNumbers = new Map<string, number>();
  const wanted = new Uint32Array(4);

  /** Puts the key's four words into `wanted` and returns its place in the table: its own or the free one. */
  function find(key: string): number {
    for (let word = 0; word < 4; word++) wanted[word] = parseWord(key, word);
    return probe();
  }

  function probe(): number {
    const mask = table.length - 1;
    // The last words of UUIDv4 and v7 are random; mixing keeps made-up ids apart too.
    let place = Math.imul(wanted[3]! ^ Math.imul(wanted[1]!, 0x9e3779b1) ^ wanted[2]! ^ wanted[0]!, 0x85ebca6b) >>> 0;
    for (place = (place ^ (place >>> 15)) & mask; ; place = (place + 1) & mask) {
      const slot = table[place]! - 1;
      if (slot < 0 || holds(slot)) return place;
    }
  }

  function holds(slot: number): boolean {
    const at = slot * 4;
    return (
      keys[at] === wanted[0] && keys[at + 1] === wanted[1] && keys[at + 2] === wanted[2] && keys[at + 3] === wanted[3]
    );
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
    for (let slot = 0; slot < size; slot++) {
      wanted.set(keys.subarray(slot * 4, slot * 4 + 4));
      table[probe()] = slot + 1;
    }
  }

  function numberOf(writer: string): number {
    const known = writerNumbers.get(writer);
    if (known !== undefined) return known;
    writerNumbers.set(writer, writers.push(writer) - 1);
    return writers.length - 1;
  }

  function move(slot: number, at: Location): void {
    files[slot] = at.file;
    offsets[slot] = at.offset;
    lengths[slot] = at.length;
  }

  return {
    get size() {
      return size;
    },
    slotOf: (key) => (isKey(key) ? table[find(key)]! - 1 : -1),
    keyOf: (slot) => formatKey(keys.subarray(slot * 4, slot * 4 + 4)),
    version: (slot) => versions[slot]!,
    isDeleted: (slot) => (marks[slot]! & 1) === 1,
    location: (slot) => ({ file: files[slot]!, offset: offsets[slot]!, length: lengths[slot]! }),
    isAt: (slot, file, offset) => files[slot] === file && offsets[slot] === offset,
    compare(slot, change) {
      const writer = writers[marks[slot]! >>> 1]!;
      return (
        change.version - versions[slot]! ||
        change.time - times[slot]! ||
        (change.writer === writer ? 0 : change.writer > writer ? 1 : -1)
      );
    },
    set(change, at) {
      let place = find(change.key);
      let slot = table[place]! - 1;
      if (slot < 0) {
        if (size === capacity) {
          grow();
          place = find(change.key);
        }
        slot = size++;
        table[place] = slot + 1;
        keys.set(wanted, slot * 4);
      }
      move(slot, at);
      versions[slot] = change.version;
      times[slot] = change.time;
      marks[slot] = numberOf(change.writer) * 2 + (change.value === undefined ? 1 : 0);
      return slot;
    },
    move,
    freeze() {
      const [frozenFiles, frozenOffsets] = [files.slice(0, size), offsets.slice(0, size)];
      return { isAt: (slot, file, offset) => frozenFiles[slot] === file && frozenOffsets[slot] === offset };
    },
  };
}

function enlarged<T extends Uint32Array | Float64Array>(from: T, length: number): T {
  const to = from instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
  to.set(from);
  return to as T;
}

/** Where the hexadecimal digits of each 32-bit word stand in `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
const wordDigits = [
  [0, 1, 2, 3, 4, 5, 6, 7],
  [9, 10, 11, 12, 14, 15, 16, 17],
  [19, 20, 21, 22, 24, 25, 26, 27],
  [28, 29, 30, 31, 32, 33, 34, 35],
] as const;

function parseWord(key: string, word: number): number {
  let value = 0;
  for (const at of wordDigits[word]!) {
    const code = key.charCodeAt(at);
    value = (value << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return value >>> 0;
}

function formatKey(words: Uint32Array): string {
  const hex = Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
