import type { Command } from 'commander';
import type { Language } from '@persistence-lab/language';

/** Adds one command to the program; its action sets `process.exitCode` when that is not 0. */
export type AddCommand = (program: Command, language: Language) => void;
