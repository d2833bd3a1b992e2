import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Runs a program on this terminal, forwards signals to it and resolves with its exit code. */
export function runChild(command, args, env = process.env, options = {}, onStart = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env, ...options });
    if (child.pid !== undefined) onStart(child.pid);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
