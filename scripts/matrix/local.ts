import { join } from 'node:path';

/** How many nodes the simulated cluster has. */
export const nodes = Number(process.env['MATRIX_NODES'] ?? 3);

/** A tenth of what a run has by default: what is lost is lost of few as of many, and the machine is for the tests, too. */
export const notes = 100;

/** Everything that a run of the matrix leaves: turbo keeps it. */
const folderOf = (count: number): string => join(import.meta.dirname, '..', 'reports', 'matrix', String(count));

/** The report of `lab run` on a simulated cluster with so many nodes. */
export const reportFile = (count: number): string => join(folderOf(count), 'run.json');

/** What the tests of that report came to. */
export const testsFile = (count: number): string => join(folderOf(count), 'tests.json');
