/** What tests there were. */
export interface Counts {
  passed: number;
  failed: number;
  /** The full names of those that did not run. */
  skipped: string[];
}
