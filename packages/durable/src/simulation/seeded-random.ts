/** Returns a whole number from 0 to `options` - 1. */
export type Choose = (options: number) => number;

/** The Mulberry32 generator, whose quality is sufficient for choices in tests. */
export function createRandom(seed: number): Choose {
  let state = seed >>> 0;
  return (options) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % options;
  };
}
