import { type Language, messageFor, type Text, UserError } from '@persistence-lab/language';
import { CommanderError } from 'commander';
import { UsageError } from './usage-error.ts';

/** Shows a text to the user, in the language that the command runs in. */
export type Print = (text: Text) => void;

const stopped: Text = {
  en: 'Stopped. Run the same command again to continue.',
  'pt-BR': 'Interrompido. Execute o mesmo comando de novo para continuar.',
};
const seeHelp: Text = { en: 'Add --help for the options.', 'pt-BR': 'Com --help o comando mostra as opções.' };

/**
 * Runs a command to its end: prints a UserError without a stack, and ends with 130 after Ctrl-C. What is done by then
 * stays, so every command can be run again.
 */
export async function runCommand(
  body: (signal: AbortSignal) => Promise<void>,
  language: Language = 'en',
): Promise<void> {
  ignoreBrokenPipe();
  const stop = new AbortController();
  // `on`: the terminal signals the whole process group, and run.mjs forwards the signal once more.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  try {
    await body(stop.signal);
    stop.signal.throwIfAborted();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    process.exitCode = stop.signal.aborted ? 130 : error instanceof UsageError ? 64 : 1;
    if (stop.signal.aborted) console.error(`\n${stopped[language]}`);
    else if (error instanceof UsageError) console.error(`${messageFor(error, language)}\n${seeHelp[language]}`);
    else if (error instanceof UserError) console.error(messageFor(error, language));
    else throw error;
  }
}

/** EPIPE and EIO: `| head` or a closed terminal must not end a command halfway. */
function ignoreBrokenPipe(): void {
  for (const output of [process.stdout, process.stderr])
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
}
