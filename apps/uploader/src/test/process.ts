import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createFilesClient } from '@persistence-lab/api';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

type Child = ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream };

function spawnUploader(env: Record<string, string>, args: readonly string[] = []): Child {
  const child = spawn(process.execPath, [main, ...args], {
    // Nothing of this machine's environment but what finds Node.
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', POD_NAME: 'pod-1', FREE_SPACE_FLOOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** `main.ts` as a process of its own, once it listens; killed with the test. */
export async function startUploaderProcess(env: Record<string, string>) {
  const child = spawnUploader(env);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await listening(child);
  return {
    url,
    client: createFilesClient({ baseUrl: url }),
    /** Sends the signal. */
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
    /** Sends the signal; resolves when the process has ended. */
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code, by] = await exited;
      return code ?? by;
    },
    /** How many files, sockets and the like it has open (Linux). */
    descriptors: async () => (await readdir(`/proc/${child.pid}/fd`)).length,
    /** Resident memory, in MiB: now and at its highest so far (Linux). */
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      const mebibytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
      return { now: mebibytes('VmRSS'), highest: mebibytes('VmHWM') };
    },
  };
}

/** What a process that ends by itself wrote, and its exit code. */
export async function runUploader(env: Record<string, string>, args: readonly string[] = []) {
  const child = spawnUploader(env, args);
  const [[code], output, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: code as number | null, output, errors };
}

async function listening(child: Child): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    const { msg, address } = JSON.parse(line) as { msg: string; address: AddressInfo };
    if (msg !== 'listening') continue;
    // Whatever it says later must not fill the pipe and stop it.
    child.stdout.resume();
    return `http://127.0.0.1:${address.port}`;
  }
  throw new Error(`the uploader ended before it listened:\n${lines.join('\n')}`);
}
