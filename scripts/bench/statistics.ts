/** The middle value; of an even number of values the mean of the two in the middle. */
export const median = (values: readonly number[]) => quantile(values, 0.5);

/** The value below which a share of the values lies, interpolated between neighbours. Throws for none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there is no quantile of no values');
  const sorted = Float64Array.from(values).toSorted();
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (above - below) * (place - Math.floor(place));
}

/** Where the middle half of the values lies. */
export function spreadOf(values: readonly number[]): Spread {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** The first and the third quartile. */
export type Spread = readonly [low: number, high: number];
