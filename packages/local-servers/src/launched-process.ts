import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** How a process ended: one of the two is set. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running child process whose output goes to a file. */
export interface LaunchedProcess {
  readonly pid: number;
  /** Resolves when the process has ended, however that came about. */
  readonly exited: Promise<Exit>;
  /** Sends `signal`, then SIGKILL after `deadline` milliseconds; resolves when the process has ended. */
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
 * Starts a process that outlives no normal end of this one. It has a process group of its own, so
 * that Ctrl-C reaches only us and the order in which things stop is ours to choose.
 *
 * @throws when the command cannot be started at all
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
