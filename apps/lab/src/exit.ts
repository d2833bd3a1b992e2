/** What the command line ends with: scripts may rely on it. */
export const exitCodes = {
  /** All as expected. */
  asExpected: 0,
  /** A verdict differs from its expectation, or data came back corrupt. */
  differs: 1,
  /** It could not be done. */
  couldNotRun: 2,
  /** Ended by Ctrl-C, after everything was put back. */
  interrupted: 130,
} as const;
