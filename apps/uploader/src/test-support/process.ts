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
    // A clean environment, apart from the PATH that finds Node.js.
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', POD_NAME: 'pod-1', FREE_SPACE_FLOOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Starts `main.ts` as a process and waits until it listens. It is killed when the test finishes. */
export async function startUploaderProcess(env: Record<string, string>) {
  const child = spawnUploader(env);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await listening(child);
  return {
    url,
    client: createFilesClient({ baseUrl: url }),
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
    /** Sends the signal and waits until the process has ended. */
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code, by] = await exited;
      return code ?? by;
    },
    /** Number of open file descriptors (Linux). */
    descriptors: async () => (await readdir(`/proc/${child.pid}/fd`)).length,
    /** Resident memory in MiB, current and peak (Linux). */
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      const mebibytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
      return { now: mebibytes('VmRSS'), highest: mebibytes('VmHWM') };
    },
  };
}

/** Runs `main.ts` until it exits; returns its exit code and output. */
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
    // Drain later output, so that a full pipe does not block the process.
    child.stdout.resume();
    return `http://127.0.0.1:${address.port}`;
  }
  throw new Error(`The uploader exited before it listened:\n${lines.join('\n')}`);
}
