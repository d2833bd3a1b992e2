/** The outcome of a set of tests. */
export interface Counts {
  passed: number;
  failed: number;
  /** The failed tests that a report names, each with the first line of its error. */
  failures: NamedTest[];
  /** The skipped tests, each with the reason that it states. */
  skipped: NamedTest[];
}

/** Counts without the names of tests. */
export const countsOf = (passed: number, failed: number): Counts => ({ passed, failed, failures: [], skipped: [] });

export interface NamedTest {
  name: string;
  reason: string | undefined;
}
