/** What tests there were. */
export interface Counts {
  passed: number;
  failed: number;
  /** Those that failed, as far as anybody told of them, each with the first line of what went wrong. */
  failures: NamedTest[];
  /** Those that did not run, each with the reason that it states. */
  skipped: NamedTest[];
}

/** Those of something that tells of no single test. */
export const countsOf = (passed: number, failed: number): Counts => ({ passed, failed, failures: [], skipped: [] });

export interface NamedTest {
  name: string;
  reason: string | undefined;
}
