import { Command, CommanderError } from 'commander';
import { languageOf } from '@persistence-lab/command-line';
import { type Language, messageFor, type Text, UserError } from '@persistence-lab/language';
import type { AddCommand } from './commands/add-command.ts';
import { addBench } from './commands/bench.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addNotes } from './commands/notes.ts';
import { addRestore } from './commands/restore.ts';
import { addRun } from './commands/run.ts';
import { addUpload } from './commands/upload.ts';
import { exitCodes } from './exit.ts';
import { localize } from './language-option.ts';

/** In the order of the help. */
const commands: readonly AddCommand[] = [
  addDoctor,
  addRun,
  addRestore,
  addNotes,
  addUpload,
  addBench,
  addExplain,
  addCompletion,
];

const description: Text = {
  en: 'Will my data survive on Kubernetes? Finds out by experiment.',
  'pt-BR': 'Meus dados sobrevivem no Kubernetes? Descubra com experimentos.',
};

const helpCommand: Text = { en: 'Show the help of a command', 'pt-BR': 'Mostra a ajuda de um comando' };

const invocation: Text = {
  en: '\nIn a clone of the project: npx lab <command> [options], or npm run lab -- <command> [options]',
  'pt-BR': '\nEm um clone do projeto: npx lab <comando> [opções], ou npm run lab -- <comando> [opções]',
};

/** The command line program, to run it and to complete it in shells. */
export function createProgram(language: Language): Command {
  const program = localize(new Command('lab'), language)
    .usage({ en: '<command> [options]', 'pt-BR': '<comando> [opções]' }[language])
    .description(description[language])
    .helpCommand('help [command]', helpCommand[language])
    .exitOverride()
    .addHelpText('after', invocation[language]);
  for (const add of commands) add(program, language);
  return program;
}

/** Runs the command line; resolves with the exit code. A UserError is printed as one sentence, without a stack trace. */
export async function runProgram(args: readonly string[]): Promise<number> {
  // `npm run lab -- -- --help` and tools that pass arguments on add a separator of their own.
  const given = args[0] === '--' ? args.slice(1) : args;
  const language = languageOf(given, process.env);
  try {
    await createProgram(language).parseAsync(given, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : exitCodes.asExpected;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.couldNotRun;
    if (!(error instanceof UserError)) throw error;
    console.error(messageFor(error, language));
    return exitCodes.couldNotRun;
  }
}
