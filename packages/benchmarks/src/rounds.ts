/** What one round measured. */
export interface Pair {
  readonly subject: number;
  readonly baseline: number;
}

interface Sides {
  readonly rounds: number;
  readonly subject: () => Promise<number>;
  readonly baseline: () => Promise<number>;
  /** Called after each round. */
  readonly onRound?: (pair: Pair, round: number) => void;
}

/**
 * Measures both in turns, subject first: other load of the machine affects both alike, and the ratio of a round compares
 * neighbours in time.
 */
export async function measureInTurns({ rounds, subject, baseline, onRound }: Sides): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 1; round <= rounds; round++) {
    const pair = { subject: await subject(), baseline: await baseline() };
    onRound?.(pair, round);
    pairs.push(pair);
  }
  return pairs;
}

/** One value per round. */
export async function measureRounds(rounds: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let round = 1; round <= rounds; round++) values.push(await measure());
  return values;
}
