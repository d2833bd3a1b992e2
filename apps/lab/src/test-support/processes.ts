import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** A temporary folder, deleted after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** Starts a script of the project in a process, which is killed after the test. */
export function start(script: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [fromRoot(script), ...args], {
    // Only PATH, which finds Node: other variables could change the result.
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]> };
}

/** Starts an uploader and waits until it listens. */
export async function startUploader(env: Record<string, string>) {
  const own = { HOST: '127.0.0.1', PORT: '0', FREE_SPACE_FLOOR: '0', UPLOAD_LEASE: '200ms', ...env };
  const { child, ended } = start('apps/uploader/src/main.ts', [], own);
  return {
    port: await portOf(child),
    /** Sends SIGKILL and waits for the end. */
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  for await (const line of createInterface(stdout!)) {
    const { msg, address } = JSON.parse(line) as { msg: string; address: AddressInfo };
    if (msg !== 'listening') continue;
    stdout!.resume();
    return address.port;
  }
  throw new Error('the uploader ended before it listened');
}

/** Starts `lab` with these arguments and piped output. */
export function startLab(args: readonly string[], env: Record<string, string>) {
  const { child, ended } = start('scripts/commands/lab.ts', args, env);
  const collected = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return {
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
    /** Peak resident memory in MiB (Linux). */
    peak: async () => Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    result: collected.then(([[code, by], output, errors]) => ({ code: code ?? by, output, errors })),
  };
}
