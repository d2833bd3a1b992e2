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

/** `main.ts`, or what was made of it, as a process of its own; killed with the test. */
export function spawnService(env: Record<string, string>, args: string[] = [], entry = main): ServiceProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    // Nothing of this machine's environment but what finds Node.
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', POD_NAME: 'pod-1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The same, once it listens. */
export async function startService(env: Record<string, string>, entry = main) {
  const child = spawnService(env, [], entry);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await listening(child);
  return {
    url,
    client: createNotesClient({ baseUrl: url }),
    /** Sends the signal; resolves when the process has ended. */
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code, by] = await exited;
      return code ?? by;
    },
  };
}

/** What a process that ends by itself wrote, and its exit code. */
export async function runService(env: Record<string, string>, args: string[] = []) {
  const child = spawnService(env, args);
  const [[code], output, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: code as number | null, output, errors };
}

async function listening(child: ServiceProcess): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    const { msg, address } = JSON.parse(line) as { msg: string; address: AddressInfo };
    if (msg !== 'listening') continue;
    // Whatever it says later must not fill the pipe and stop it.
    child.stdout.resume();
    return `http://127.0.0.1:${address.port}`;
  }
  throw new Error(`the service ended before it listened:\n${lines.join('\n')}`);
}
