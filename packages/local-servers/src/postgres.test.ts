import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { leaveBehind } from './fixtures/orphan.ts';
import type { LocalServer } from './local-server.ts';
import { openPostgres } from './postgres.ts';
import { postgresPrograms } from './postgres-program.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { processIdentity } from './process-identity.ts';
import { unprivileged } from './unprivileged.ts';

/** Milliseconds: other tests may keep the machine busy. */
const patience = { timeout: 60_000 };

let dir: string;
let server: LocalServer | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'local-postgres-'));
});

afterEach(async () => {
  await server?.kill();
  server = undefined;
  await rm(dir, { recursive: true });
});

function clientWith(password: string): pg.Client {
  const { hostname, port, username } = new URL(server!.url);
  return new pg.Client({ host: hostname, port: Number(port), user: username, password });
}

async function query(sql: string): Promise<unknown[]> {
  const client = clientWith(server!.password);
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

test('answers queries, and only with the password', async () => {
  server = await openPostgres({ dir });
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  await expect(clientWith('wrong').connect()).rejects.toThrow('password authentication failed');
});

test('is made with the password that it is given, and keeps that', async () => {
  server = await openPostgres({ dir, password: 'given' });
  await server.stop();
  server = await openPostgres({ dir, password: 'another' });
  expect(server.password).toBe('given');
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('has what was written after a stop and a new start with the same folder', async () => {
  server = await openPostgres({ dir });
  await query('create table kept (n int); insert into kept values (7)');
  await server.stop();
  server = await openPostgres({ dir });
  expect(await query('select n from kept')).toEqual([{ n: 7 }]);
});

test('starts again after SIGKILL, on the same port, with everything that was committed', async () => {
  server = await openPostgres({ dir });
  await query('create table kept (n int); insert into kept select generate_series(1, 200)');
  const { port } = server;
  await server.kill();
  expect(await server.exited()).toMatchObject({ signal: 'SIGKILL' });
  await server.restart();
  expect(await query('select count(*)::int as n from kept')).toEqual([{ n: 200 }]);
  expect(server.url).toContain(String(port));
});

test('waits for a killed server whose parent has not taken notice of its end', async () => {
  const { port, ...first } = (server = await openPostgres({ dir }));
  await first.stop();
  const program = join(await postgresPrograms(), 'postgres');
  const settings = ['-D', join(dir, 'data'), '-c', `port=${port}`, '-c', 'unix_socket_directories='];
  const [command, ...args] = [...unprivileged().command, 'sh', '-c', '"$0" "$@" & exec sleep 1000'];
  const parent = spawn(command, [...args, program, ...settings], { ...unprivileged().ids, stdio: 'ignore' });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const file = () => readPostmasterFile(join(dir, 'data'));
  await expect.poll(file, patience).toMatchObject({ status: 'ready' });
  const { pid } = (await file())!;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => processIdentity(pid), patience).toBeUndefined();
  const opening = openPostgres({ dir });
  await expect.poll(() => readFile(first.logFile, 'utf8'), patience).toContain('lock file "postmaster.pid" already');
  parent.kill('SIGKILL');
  server = await opening;
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('ends the server that a killed process left behind, and goes on with its data', async () => {
  const orphan = await leaveBehind('postgres', dir);
  expect(await processIdentity(orphan.pid)).toBeDefined();
  server = await openPostgres({ dir });
  expect(await processIdentity(orphan.pid)).toBeUndefined();
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('starts although the pid of an earlier server belongs to something else by now', async () => {
  server = await openPostgres({ dir });
  await server.kill();
  await writeFile(join(dir, 'data', 'postmaster.pid'), `${process.pid}\n${join(dir, 'data')}\n`);
  server = await openPostgres({ dir });
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('says why it does not start', async () => {
  server = await openPostgres({ dir: join(dir, 'first') });
  const second = openPostgres({ dir: join(dir, 'second'), port: server.port });
  await expect(second).rejects.toThrow(/did not start on port \d+:[^]*Address already in use/);
});
