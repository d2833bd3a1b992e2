import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createNotesClient } from '@persistence-lab/api';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

type ServiceProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Spawns `main.ts` or a bundle of it, and kills the process after the test. */
export function spawnService(env: Record<string, string>, args: string[] = [], entry = main): ServiceProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    // Inherit only what is needed to find Node.
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', POD_NAME: 'pod-1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Spawns a service and waits until it listens. */
export async function startService(env: Record<string, string>, entry = main) {
  const child = spawnService(env, [], entry);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await waitForAddress(child);
  return {
    url,
    client: createNotesClient({ baseUrl: url }),
    /** Sends a signal and waits for the exit; returns the exit code or the signal that ended the process. */
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code, endedBy] = await exited;
      return code ?? endedBy;
    },
  };
}

/** Runs a process to its end; returns its output and its exit code. */
export async function runService(env: Record<string, string>, args: string[] = []) {
  const child = spawnService(env, args);
  const [[code], output, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: code as number | null, output, errors };
}

async function waitForAddress(child: ServiceProcess): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    const { msg, address } = JSON.parse(line) as { msg: string; address: AddressInfo };
    if (msg !== 'listening') continue;
    // Drain the pipe, so that later output cannot block the process.
    child.stdout.resume();
    return `http://127.0.0.1:${address.port}`;
  }
  throw new Error(`the service exited before it listened:\n${lines.join('\n')}`);
}
