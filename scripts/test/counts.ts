/** What tests there were. */
export interface Counts {
  passed: number;
  failed: number;
  /** Those that failed, as far as anybody told of them, each with the first line of what went wrong. */
  failures: NamedTest[];
  /** Those that did not run, each with the reason that it states. */
  skipped: NamedTest[];
}

export interface NamedTest {
  name: string;
  reason: string | undefined;
}
