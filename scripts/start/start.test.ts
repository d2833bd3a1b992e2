import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findRedisServer, freePort, portIsFree, processIdentity } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const bin = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
const environment = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };

let data: string;
let portBase: number;
let lab: Lab | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'start-'));
  portBase = await freePortBase();
});

afterEach(async () => {
  await lab?.end('SIGTERM');
  await rm(data, { recursive: true });
});

async function freePortBase(): Promise<number> {
  for (;;) {
    const base = await freePort();
    const ports = [1, 2, 3, 4].map((step) => base + step);
    if (base < 65_000 && (await Promise.all(ports.map(portIsFree))).every(Boolean)) return base;
  }
}

interface Lab {
  /** Ends npm start itself; resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly process: ChildProcessWithoutNullStreams;
  said(): string;
}

/** Starts everything on `data`, and waits until the table is shown. */
async function startLab(): Promise<Lab> {
  const child = spawn(process.execPath, [main, '--data', data, '--port-base', String(portBase)], { env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const shown = new Promise<void>((resolve) => child.stdout.on('data', () => said.includes('Logs:') && resolve()));
  await Promise.race([shown, exited.then((code) => Promise.reject(new Error(`exit ${code}: ${said}`)))]);
  const end = (signal: NodeJS.Signals) => (child.kill(signal), exited);
  return { end, process: child, said: () => said };
}

const withRedis = (await findRedisServer()) !== undefined;
const notesPorts = () => [portBase + 1, portBase + 2, ...(withRedis ? [portBase + 3] : [])];

async function post(port: number, title: string): Promise<number> {
  const body = JSON.stringify({ title, text: 'text' });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`http://127.0.0.1:${port}/v1/notes`, { method: 'POST', headers, body })).status;
}

async function titles(port: number): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/notes`);
  return ((await answer.json()) as { notes: { title: string }[] }).notes.map(({ title }) => title);
}

async function upload(): Promise<number> {
  const form = new FormData();
  form.append('file', new File(['bytes'], 'a.txt'));
  return (await fetch(`http://127.0.0.1:${portBase + 4}/v1/files`, { method: 'POST', body: form })).status;
}

const children = async () => {
  const lives = JSON.parse(await readFile(join(data, 'session.json'), 'utf8')) as { pid: number }[];
  return lives.slice(1).map(({ pid }) => pid);
};

describe('npm start', () => {
  test('serves notes and files, stops all of it when asked, and has the data at the next start', async () => {
    lab = await startLab();
    for (const port of notesPorts()) expect(await post(port, 'kept')).toBe(201);
    expect(await upload()).toBe(201);
    const pids = await children();
    expect(await lab.end('SIGINT')).toBe(0);
    for (const pid of pids) expect(await processIdentity(pid)).toBeUndefined();
    lab = await startLab();
    for (const port of notesPorts()) expect(await titles(port)).toEqual(['kept']);
  });

  test('cleans up after a run that was killed, and has its data', async () => {
    lab = await startLab();
    for (const port of notesPorts()) expect(await post(port, 'kept')).toBe(201);
    const orphans = await children();
    await lab.end('SIGKILL');
    lab = await startLab();
    for (const pid of orphans) expect(await processIdentity(pid)).toBeUndefined();
    for (const port of notesPorts()) expect(await titles(port)).toEqual(['kept']);
  });

  test('stops everything when one service dies, and shows its last log lines', async () => {
    lab = await startLab();
    const pids = await children();
    process.kill(pids[0]!, 'SIGKILL');
    const [code] = (await once(lab.process, 'close')) as [number];
    expect(code).toBe(1);
    expect(lab.said()).toMatch(/ended with SIGKILL\. The end of .*\.log:\n\n.*"msg":"listening"/);
    for (const pid of pids) expect(await processIdentity(pid)).toBeUndefined();
  });

  test('says which port is in use, by whom, and how to move', async () => {
    const server = createServer().listen(portBase + 4, '127.0.0.1');
    await once(server, 'listening');
    const args = [main, '--data', data, '--port-base', String(portBase)];
    const { status, stderr } = spawnSync(process.execPath, args, { env: environment, encoding: 'utf8' });
    server.close();
    expect(status).toBe(1);
    expect(stderr).toContain(`Port ${portBase + 4} is in use`);
    expect(stderr).toContain('--port-base');
  });
});
