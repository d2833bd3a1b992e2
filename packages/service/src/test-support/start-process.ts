import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export type Line = Record<string, unknown> & { msg: string };

/** Spawns a service process and collects its log lines and its exit code. */
export function spawnProcess(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'service-process.ts')], {
    env: { HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: Line[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(JSON.parse(line) as Line));
  return { child, lines, exitCode: exitCodeOf(child), line: (msg: string) => waitForLine(msg, lines, reader) };
}

/** Spawns a service process and waits until it listens. */
export async function startProcess(env: Record<string, string> = {}) {
  const started = spawnProcess(env);
  const { address } = (await started.line('listening')) as unknown as { address: AddressInfo };
  return { ...started, port: address.port, url: `http://127.0.0.1:${address.port}` };
}

async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

async function waitForLine(msg: string, lines: Line[], reader: ReturnType<typeof createInterface>): Promise<Line> {
  const ended = once(reader, 'close').then(() => true);
  for (let isOver = false; ; isOver = await Promise.race([once(reader, 'line').then(() => false), ended])) {
    const line = lines.find((each) => each.msg === msg);
    if (line) return line;
    if (isOver) throw new Error(`the process ended without "${msg}": ${JSON.stringify(lines)}`);
  }
}
