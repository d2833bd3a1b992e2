import type { Command } from 'commander';

/** Adds one command to the program; its action sets `process.exitCode` where that is not 0. */
export type AddCommand = (program: Command) => void;
