import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * A text that identifies a process even if another process gets the same pid later. Undefined when no
 * process has this pid.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid);
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // See proc(5). The command in parentheses may contain spaces; field 22 is the start time in ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()}:${fields[19]}`;
}

async function psIdentity(pid: number): Promise<string | undefined> {
  const ps = promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const started = (await ps.catch(() => ({ stdout: '' }))).stdout.trim();
  return started === '' ? undefined : started;
}

/**
 * Sends `signal`, and SIGKILL if the process still runs after `deadline` milliseconds. Resolves when it
 * has exited, or at once when the process with this pid has another identity.
 */
export async function endProcess(
  pid: number,
  identity: string,
  signal: NodeJS.Signals,
  deadline: number,
): Promise<void> {
  const isRunning = async () => (await processIdentity(pid)) === identity;
  const limit = Date.now() + deadline;
  if (!(await isRunning())) return;
  send(pid, signal);
  while (await isRunning()) {
    if (Date.now() > limit) send(pid, 'SIGKILL');
    await delay(20);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The command line of a process, its arguments separated by spaces; empty when it is not readable. */
export async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.split('\0').join(' ').trim();
  }
  const ps = promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
  return (await ps.catch(() => ({ stdout: '' }))).stdout.trim();
}
