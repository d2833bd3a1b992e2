/** What tests there were. */
export interface Counts {
  passed: number;
  failed: number;
  /** Those that did not run, each with the reason that it states. */
  skipped: { name: string; reason: string | undefined }[];
}
