import { spawn } from 'node:child_process';
import { type Text, untranslated, UserError } from '@persistence-lab/language';

/**
 * Runs a program until it exits; resolves with its standard output.
 * @throws UserError with its last error message when it failed; the signal's reason when aborted
 */
export async function runToEnd(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code === 0) return output;
    throw new UserError(lastError(errors) ?? exitedWith(command, code));
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

const exitedWith = (command: string, code: number | null): Text => ({
  en: `${command} exited with code ${code}`,
  'pt-BR': `${command} terminou com o código ${code}`,
});

/** The message of an uncaught error, or the last line. */
function lastError(errors: string): Text | undefined {
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  const thrown = lines.find((line) => /^(\w*Error|fio): /.test(line));
  const message = thrown?.replace(/^Error: /, '') ?? lines.at(-1);
  return message === undefined ? undefined : untranslated(message);
}
