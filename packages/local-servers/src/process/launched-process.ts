import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** How a process exited: one of the two is set. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running child process whose output goes to a file. */
export interface LaunchedProcess {
  readonly pid: number;
  /** Resolves when the process has exited for any reason. */
  readonly exited: Promise<Exit>;
  /** Sends `signal`, then SIGKILL after `deadline` milliseconds; resolves when the process has exited. */
  end(signal: NodeJS.Signals, deadline: number): Promise<Exit>;
}

interface LaunchOptions {
  logFile: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGINT')));

/**
 * Starts a process that is stopped when this process exits normally. It has its own process group, so
 * that Ctrl-C reaches only this process, which then decides in which order the others stop.
 *
 * @throws when the command cannot be started
 */
export async function launch(command: string, args: string[], options: LaunchOptions): Promise<LaunchedProcess> {
  const { logFile, ...rest } = options;
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { ...rest, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  running.add(child);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { pid: child.pid!, exited, end: (signal, deadline) => end(child, exited, signal, deadline) };
}

async function end(
  child: ChildProcess,
  exited: Promise<Exit>,
  signal: NodeJS.Signals,
  deadline: number,
): Promise<Exit> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), deadline);
  return exited.finally(() => clearTimeout(timer));
}
