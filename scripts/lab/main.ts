// Finds out by experiment what survives; upload, run, doctor and more: --help tells.
import { runProgram } from '@persistence-lab/lab';
import { endWhenSaid, forgiveGoneReaders } from './output.ts';

forgiveGoneReaders();
process.exitCode = await runProgram(process.argv.slice(2));
await endWhenSaid();
