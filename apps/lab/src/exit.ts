/** Exit codes of the command line: scripts may rely on them. */
export const exitCodes = {
  /** Everything is as expected. */
  asExpected: 0,
  /** A verdict differs from its expectation, or data came back corrupt. */
  differs: 1,
  /** The command could not be carried out. */
  couldNotRun: 2,
  /** Stopped by Ctrl-C, after the cluster was restored. */
  interrupted: 130,
} as const;
