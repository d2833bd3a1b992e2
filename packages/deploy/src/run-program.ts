import { spawn, type StdioOptions } from 'node:child_process';
import { root } from '@persistence-lab/command-line';
import { UserError } from '@persistence-lab/language';

export interface RunOptions {
  readonly input?: string;
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
}

export interface Outcome {
  /** null: there is no such program. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in the project's folder and collects its output. */
export async function capture(
  program: string,
  args: string[],
  { input, env, signal }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'pipe',
    ...(signal && { signal }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // EPIPE when the program ends without reading its input: its exit code says why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await exitCodeOf(child);
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/**
 * Runs a command line by the shell in the project's folder, with its output on the terminal.
 * @throws UserError when it fails
 */
export async function runShell(command: string, signal?: AbortSignal): Promise<void> {
  const stdio: StdioOptions = ['ignore', 'inherit', 'inherit'];
  const child = spawn(command, { cwd: root, shell: true, stdio, ...(signal && { signal }) });
  const code = await exitCodeOf(child);
  if (code === 0) return;
  throw new UserError({
    en: `This command failed with exit code ${code}:\n  ${command}`,
    'pt-BR': `Este comando falhou com o código de saída ${code}:\n  ${command}`,
  });
}

function exitCodeOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(null) : reject(error)));
    child.once('close', (code, signal) => resolve(signal ? 128 : code));
  });
}
