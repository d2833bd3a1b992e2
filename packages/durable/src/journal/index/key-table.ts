import type { Key } from '../format/key.ts';

/** Gives each key a slot, numbered from 0, that it keeps for ever. */
export interface KeyTable {
  readonly size: number;
  /** -1: the key has no slot. */
  find(key: Key): number;
  /** Adds a key that has no slot yet. */
  add(key: Key): number;
  /** A view of the key in this slot. */
  keyAt(slot: number): Key;
}

/** A hash table with open addressing, over keys of 16 bytes in one array. */
export function createKeyTable(capacity: number): KeyTable {
  let size = 0;
  let keys = new Uint32Array(capacity * 4);
  /** slot + 1; 0: free */
  let table = new Uint32Array(capacity * 2);

  /** The position of the key in the table, or of the free entry where it belongs. */
  function positionOf(key: Key): number {
    const mask = table.length - 1;
    // The last words of UUIDv4 and v7 are random; mixing in the others spreads sequential ids too.
    let at = Math.imul(key[3]! ^ Math.imul(key[1]!, 0x9e3779b1) ^ key[2]! ^ key[0]!, 0x85ebca6b) >>> 0;
    for (at = (at ^ (at >>> 15)) & mask; ; at = (at + 1) & mask) {
      const slot = table[at]! - 1;
      if (slot < 0 || hasKey(slot, key)) return at;
    }
  }

  function hasKey(slot: number, key: Key): boolean {
    const at = slot * 4;
    return keys[at] === key[0] && keys[at + 1] === key[1] && keys[at + 2] === key[2] && keys[at + 3] === key[3];
  }

  function grow(): void {
    const smaller = keys;
    keys = new Uint32Array(smaller.length * 2);
    keys.set(smaller);
    table = new Uint32Array(table.length * 2);
    for (let slot = 0; slot < size; slot++) table[positionOf(keyAt(slot))] = slot + 1;
  }

  const keyAt = (slot: number): Key => keys.subarray(slot * 4, slot * 4 + 4);

  return {
    get size() {
      return size;
    },
    find: (key) => table[positionOf(key)]! - 1,
    add(key) {
      if (size * 4 === keys.length) grow();
      table[positionOf(key)] = size + 1;
      keys.set(key, size * 4);
      return size++;
    },
    keyAt,
  };
}
