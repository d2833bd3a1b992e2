// Finds out by experiment what survives; upload, run, doctor and more: --help tells.
import { flushAndExit, ignoreBrokenPipe, runProgram } from '@persistence-lab/lab';

ignoreBrokenPipe();
process.exitCode = await runProgram(process.argv.slice(2));
await flushAndExit();
