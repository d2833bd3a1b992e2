// Finds out by experiment what survives; upload, run, doctor and more: --help tells.
import { endWhenSaid, forgiveGoneReaders, runProgram } from '@persistence-lab/lab';

forgiveGoneReaders();
process.exitCode = await runProgram(process.argv.slice(2));
await endWhenSaid();
