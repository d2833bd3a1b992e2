/** A whole number from 0 to below `limit`; the same sequence for the same seed. */
export type Random = (limit: number) => number;

/** Multiplicative congruential generator (Park and Miller): good enough for choices in tests. */
export function createRandom(seed: number): Random {
  let state = (Math.abs(Math.trunc(seed)) % 0x7ffffffe) + 1;
  return (limit) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % limit;
  };
}
