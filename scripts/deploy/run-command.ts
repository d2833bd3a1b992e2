import { spawn, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ScriptError } from './script-error.ts';

/** The project's folder, where commands run. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunOptions {
  readonly input?: string;
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and collects what it says; `null` as code when there is no such program. */
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
  child.stdin.on('error', () => {}); // it ended without reading everything: its exit code says why
  child.stdin.end(input);
  const code = await ended(child);
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Runs a command line by the shell; what it says goes to our own output. */
export async function shell(command: string, signal?: AbortSignal): Promise<void> {
  const stdio: StdioOptions = ['ignore', 'inherit', 'inherit'];
  const child = spawn(command, { cwd: root, shell: true, stdio, ...(signal && { signal }) });
  const code = await ended(child);
  if (code !== 0) throw new ScriptError(`This command failed (${code}):\n  ${command}`);
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(null) : reject(error)));
    child.once('close', (code, signal) => resolve(signal ? 128 : code));
  });
}
