/** A whole number from 0 to below `options`; the same sequence for the same seed. */
export type Choose = (options: number) => number;

/** Multiplicative congruential generator (Park and Miller): good enough to choose by. */
export function createChoose(seed: number): Choose {
  let state = (Math.abs(Math.trunc(seed)) % 0x7ffffffe) + 1;
  return (options) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % options;
  };
}
