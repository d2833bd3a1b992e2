// Finds out by experiment what survives; upload, run, doctor and more: --help tells.
import { runProgram } from '@persistence-lab/lab';

process.exitCode = await runProgram(process.argv.slice(2));
