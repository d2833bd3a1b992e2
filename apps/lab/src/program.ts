import { Command, CommanderError } from 'commander';
import { ClusterError } from '@persistence-lab/cluster/error';
import type { AddCommand } from './commands/add-command.ts';
import { addBench } from './commands/bench.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addNotes } from './commands/notes.ts';
import { addRestore } from './commands/restore.ts';
import { addRun } from './commands/run.ts';
import { addUpload } from './commands/upload.ts';
import { CannotRun } from '@persistence-lab/language';
import { exitCodes } from './exit.ts';

/** One file a command, in the order of the help. */
const commands: AddCommand[] = [
  addDoctor,
  addRun,
  addRestore,
  addNotes,
  addUpload,
  addBench,
  addExplain,
  addCompletion,
];

/** The command line as it is: for running it, and for telling shells what there is to complete. */
export function createProgram(): Command {
  const program = new Command('lab')
    .usage('COMMAND [OPTIONS]')
    .description('Will my data survive on Kubernetes? Finds out by experiment.')
    .helpCommand(false)
    .showHelpAfterError('(--help tells what there is)')
    .exitOverride()
    .addHelpText('after', '\nCalled as: npm run lab -- COMMAND [OPTIONS]');
  for (const add of commands) add(program);
  return program;
}

/** Runs the command line; resolves with the exit code. What stops it is one sentence, never a stack trace. */
export async function runProgram(args: string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : exitCodes.asExpected;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.couldNotRun;
    if (!(error instanceof CannotRun || error instanceof ClusterError)) throw error;
    console.error(error.message);
    return exitCodes.couldNotRun;
  }
}
