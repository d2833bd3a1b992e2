import { spawn } from 'node:child_process';
import { CannotRun } from '@persistence-lab/language';

/**
 * Runs a program to its end and gives what it wrote to standard output.
 * @throws CannotRun with the end of what it said when it failed; the signal's reason when that has ended it
 */
export async function runToEnd(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code === 0) return output;
    throw new CannotRun(lastError(complaint) ?? `${command} ended with ${code}`);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** The message of an uncaught error, or the last line. */
function lastError(complaint: string): string | undefined {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '');
  const thrown = lines.find((line) => /^(\w*Error|fio): /.test(line));
  return thrown?.replace(/^Error: /, '') ?? lines.at(-1);
}
