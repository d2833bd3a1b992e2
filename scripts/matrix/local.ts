import { join } from 'node:path';

/** A tenth of what a run has by default: what is lost is lost of few as of many, and the machine is for the tests, too. */
export const notes = 100;

/** Everything that a run of the matrix leaves: turbo keeps it. */
const folder = join(import.meta.dirname, '..', 'reports', 'matrix');

/** The report of `lab run` on a simulated cluster. */
export const reportFile = join(folder, 'run.json');

/** What the tests of that report came to. */
export const testsFile = join(folder, 'tests.json');
