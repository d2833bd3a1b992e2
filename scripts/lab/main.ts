// Finds out by experiment what survives; upload, run, doctor and more: --help tells.
import { runProgram } from '@persistence-lab/lab';

// Who reads may go when he has seen enough, as head does: no failure of what is still to be said.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
process.exitCode = await runProgram(process.argv.slice(2));
// A question that was given up may still be open to a server that does not answer: nobody is to wait for it.
setTimeout(() => process.exit(), 500).unref();
