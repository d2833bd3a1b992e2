import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer, openRedis, processIdentity } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { freePortBase, labCommand, type LabProcess, startLab } from './test-support/lab-process.ts';

let data: string;
let portBase: number;
let lab: LabProcess | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'start-'));
  portBase = await freePortBase();
});

afterEach(async () => {
  await lab?.end('SIGTERM');
  await rm(data, { recursive: true });
});

/** A start that fails. */
function failToStart(more: NodeJS.ProcessEnv = {}, base = portBase) {
  const { args, env } = labCommand({ data, portBase: base, env: more });
  return spawnSync(process.execPath, args, { env, encoding: 'utf8' });
}

const startOnData = (env: NodeJS.ProcessEnv = {}) => startLab({ data, portBase, env });

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

/** The database may have to recover first. */
const recovery = { timeout: 120_000 };
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
  test('serves notes and files, stops every process on SIGINT, and keeps the data for the next start', async () => {
    lab = await startOnData();
    expect(lab.output()).toContain('A simulated Kubernetes cluster');
    for (const [at, subject] of subjects.entries())
      expect(lab.output()).toMatch(new RegExp(`${subject} +${portBase + 1 + at} +\\S+ +${subject}-\\w+ +node-\\d\n`));
    for (const port of notesPorts()) expect(await post(port, 'kept')).toBe(201);
    expect(await upload()).toBe(201);
    const pids = await children();
    expect(await lab.end('SIGINT')).toBe(0);
    for (const pid of pids) expect(await processIdentity(pid)).toBeUndefined();
    lab = await startOnData();
    for (const port of notesPorts()) expect(await titles(port)).toEqual(['kept']);
  });

  test('ends the processes of a killed run, and keeps its data', async () => {
    lab = await startOnData();
    for (const port of notesPorts()) expect(await post(port, 'kept')).toBe(201);
    const orphans = await children();
    await lab.end('SIGKILL');
    lab = await startOnData();
    for (const pid of orphans) expect(await processIdentity(pid)).toBeUndefined();
    for (const port of notesPorts()) expect(await titles(port)).toEqual(['kept']);
  });

  test('restarts a killed process, and prints the reason', async () => {
    lab = await startOnData();
    for (const port of notesPorts()) expect(await post(port, 'kept')).toBe(201);
    for (const pid of await children()) process.kill(pid, 'SIGKILL');
    for (const port of notesPorts()) await expect.poll(() => titlesIfAny(port), recovery).toEqual(['kept']);
    expect(lab.output()).toMatch(/notes-pvc-\w+: is not ready; its container ended by SIGKILL: .*\n.* restarts it/);
  });

  test('prints the end of the log of a service that cannot start, and ends', async () => {
    const { status, stdout, stderr } = failToStart({ LOG_LEVEL: 'loud' });
    expect([status, stdout]).toEqual([1, expect.stringContaining('Stopped.')]);
    expect(stderr).toMatch(/[\w-]+ does not start\. The end of .*\.log:\n\n[^]*LOG_LEVEL/);
    await expect(children()).rejects.toThrow('ENOENT');
  });

  test('refuses the data of a running cluster, and prints how to stop it', async () => {
    lab = await startOnData();
    const { status, stderr } = failToStart({}, await freePortBase());
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`in use by process ${lab.process.pid};.* kill ${lab.process.pid}\n$`));
  });

  test('names a port that is in use, its process, and the option that moves the ports', async () => {
    const server = createServer().listen(portBase + 4, '127.0.0.1');
    await once(server, 'listening');
    const { status, stderr } = failToStart();
    server.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Port ${portBase + 4} is in use( by pid ${process.pid}.*)?\n.*--port-base`));
  });

  test.skipIf(!withRedis)('keeps notes on the Redis of REDIS_URL (needs redis-server on PATH)', async () => {
    const redis = await openRedis({ dir: join(data, 'mine') });
    onTestFinished(() => redis.kill());
    lab = await startOnData({ REDIS_URL: redis.url, REDIS_PASSWORD: redis.password });
    expect(await post(portBase + 3, 'kept')).toBe(201);
    const answer = await fetch(`http://127.0.0.1:${portBase + 3}/v1/storage`);
    expect(await answer.json()).toMatchObject({ store: 'redis', location: expect.stringContaining(`${redis.port}`) });
    expect(lab.output()).not.toContain('redis-always');
  });
});
