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

/** For tests: a folder that goes with the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** For tests: a script of the project as a process, which goes with the test. */
export function start(script: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [fromRoot(script), ...args], {
    // Nothing of this machine's environment but what finds Node.
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]> };
}

/** A real uploader, once it listens. */
export async function startUploader(env: Record<string, string>) {
  const own = { HOST: '127.0.0.1', PORT: '0', FREE_SPACE_FLOOR: '0', UPLOAD_LEASE: '200ms', ...env };
  const { child, ended } = start('apps/uploader/src/main.ts', [], own);
  return {
    port: await portOf(child),
    /** Ends it without warning. */
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

/** `lab ARGS` as a person calls it, with its output piped. */
export function startLab(args: readonly string[], env: Record<string, string>) {
  const { child, ended } = start('scripts/commands/lab.ts', args, env);
  const said = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return {
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
    /** The most resident memory so far, in MiB (Linux). */
    peak: async () => Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    result: said.then(([[code, by], output, errors]) => ({ code: code ?? by, output, errors })),
  };
}
