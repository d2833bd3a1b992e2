/** The middle value; of an even number of values the mean of the two in the middle. */
export const median = (values: readonly number[]) => quantile(values, 0.5);

/** The value below which a share of the values lies, interpolated between neighbours. @throws for an empty list */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('an empty list has no quantile');
  const sorted = Float64Array.from(values).toSorted();
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (above - below) * (position - Math.floor(position));
}

/** The middle half of the values. */
export function spreadOf(values: readonly number[]): Spread {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** The first and the third quartile. */
export type Spread = readonly [low: number, high: number];
