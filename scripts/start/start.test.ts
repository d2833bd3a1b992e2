import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findRedisServer, freePort, openRedis, processIdentity } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';

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

/** The first of five free ports in a row, which nobody else in this process is given. */
async function freePortBase(): Promise<number> {
  for (;;) {
    const ports = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
    if (ports[4] === ports[0]! + 4) return ports[0]!;
  }
}

interface Lab {
  /** Ends npm start itself; resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly process: ChildProcessWithoutNullStreams;
  said(): string;
}

const args = (base = portBase) => [main, '--data', data, '--port-base', String(base)];

/** A start that is to fail. */
const failToStart = (more: NodeJS.ProcessEnv = {}, base = portBase) =>
  spawnSync(process.execPath, args(base), { env: { ...environment, ...more }, encoding: 'utf8' });

/** Starts everything on `data`, and waits until the table is shown. */
async function startLab(more: NodeJS.ProcessEnv = {}): Promise<Lab> {
  const child = spawn(process.execPath, args(), { env: { ...environment, ...more } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const shown = new Promise<void>((resolve) => child.stdout.on('data', () => said.includes('Logs:') && resolve()));
  await Promise.race([shown, exited.then((code) => Promise.reject(new Error(`exit ${code}: ${said}`)))]);
  const end = (signal: NodeJS.Signals) => (child.kill(signal), exited);
  return { end, process: child, said: () => said };
}

const withRedis = (await findRedisServer()) !== undefined;
const subjects = ['notes-pvc', 'notes-postgres', ...(withRedis ? ['notes-redis-always', 'uploader-pvc'] : [])];
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

/** Milliseconds: the database may have to recover before. */
const untilBack = { timeout: 120_000 };
const titlesIfAny = (port: number) => titles(port).catch(() => undefined);

async function upload(): Promise<number> {
  const form = new FormData();
  form.append('file', new File(['bytes'], 'a.txt'));
  return (await fetch(`http://127.0.0.1:${portBase + 4}/v1/files`, { method: 'POST', body: form })).status;
}

const children = async () => {
  const lives = JSON.parse(await readFile(join(data, 'processes.json'), 'utf8')) as { pid: number }[];
  return lives.slice(1).map(({ pid }) => pid);
};

describe('npm start', () => {
  test('serves notes and files, stops all of it when asked, and has the data at the next start', async () => {
    lab = await startLab();
    expect(lab.said()).toContain('A simulated Kubernetes');
    for (const [at, subject] of subjects.entries())
      expect(lab.said()).toMatch(new RegExp(`${subject} +${portBase + 1 + at} +\\S+ +${subject}-\\w+ +node-\\d\n`));
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

  test('starts again what dies, and tells so with the reason', async () => {
    lab = await startLab();
    for (const port of notesPorts()) expect(await post(port, 'kept')).toBe(201);
    for (const pid of await children()) process.kill(pid, 'SIGKILL');
    for (const port of notesPorts()) await expect.poll(() => titlesIfAny(port), untilBack).toEqual(['kept']);
    expect(lab.said()).toMatch(/notes-pvc-\w+: is not ready; its container ended by SIGKILL: .*\n.* starts it again/);
  });

  test('ends when a service cannot start at all, with the end of its log', async () => {
    const { status, stdout, stderr } = failToStart({ LOG_LEVEL: 'loud' });
    expect([status, stdout]).toEqual([1, expect.stringContaining('Stopped.')]);
    expect(stderr).toMatch(/[\w-]+ does not start\. The end of .*\.log:\n\n[^]*LOG_LEVEL/);
    await expect(children()).rejects.toThrow('ENOENT');
  });

  test('refuses data on which another one runs, and says how to stop that', async () => {
    lab = await startLab();
    const { status, stderr } = failToStart({}, await freePortBase());
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`in use by process ${lab.process.pid};.* kill ${lab.process.pid}\n$`));
  });

  test('says which port is in use, by whom, and how to move', async () => {
    const server = createServer().listen(portBase + 4, '127.0.0.1');
    await once(server, 'listening');
    const { status, stderr } = failToStart();
    server.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Port ${portBase + 4} is in use( by pid ${process.pid}.*)?\n.*--port-base`));
  });

  test.skipIf(!withRedis)('keeps notes on the Redis of REDIS_URL (needs a redis-server on PATH)', async () => {
    const redis = await openRedis({ dir: join(data, 'mine') });
    onTestFinished(() => redis.kill());
    lab = await startLab({ REDIS_URL: redis.url, REDIS_PASSWORD: redis.password });
    expect(await post(portBase + 3, 'kept')).toBe(201);
    const answer = await fetch(`http://127.0.0.1:${portBase + 3}/v1/storage`);
    expect(await answer.json()).toMatchObject({ store: 'redis', location: expect.stringContaining(`${redis.port}`) });
    expect(lab.said()).not.toContain('redis-always');
  });
});
