// Find out by experiment what survives: doctor, run, restore, notes, upload, bench, explain
import { flushAndExit, ignoreBrokenPipe, runProgram } from '@persistence-lab/lab';

ignoreBrokenPipe();
process.exitCode = await runProgram(process.argv.slice(2));
await flushAndExit();
