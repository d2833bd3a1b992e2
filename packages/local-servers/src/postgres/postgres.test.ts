import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startOrphan } from '../test-support/orphan.ts';
import type { LocalServer } from '../local-server.ts';
import { openPostgres } from './postgres.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { processIdentity } from '../process/process-identity.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

/** Milliseconds, enough while other tests keep the machine busy. */
const timeout = 60_000;

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

test('answers queries only with the password', async () => {
  server = await openPostgres({ dir });
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  await expect(clientWith('wrong').connect()).rejects.toThrow('password authentication failed');
});

test('is created with the given password and keeps it', async () => {
  server = await openPostgres({ dir, password: 'given' });
  await server.stop();
  server = await openPostgres({ dir, password: 'another' });
  expect(server.password).toBe('given');
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('keeps what was written after a stop and a start on the same folder', async () => {
  server = await openPostgres({ dir });
  await query('create table kept (n int); insert into kept values (7)');
  await server.stop();
  server = await openPostgres({ dir });
  expect(await query('select n from kept')).toEqual([{ n: 7 }]);
});

test('restarts after SIGKILL on the same port with every committed row', async () => {
  server = await openPostgres({ dir });
  await query('create table kept (n int); insert into kept select generate_series(1, 200)');
  const { port } = server;
  await server.kill();
  expect(await server.exited()).toMatchObject({ signal: 'SIGKILL' });
  await server.restart();
  expect(await query('select count(*)::int as n from kept')).toEqual([{ n: 200 }]);
  expect(server.url).toContain(String(port));
});

test('waits for a killed server whose parent has not waited for its exit', async () => {
  const { port, ...first } = (server = await openPostgres({ dir }));
  await first.stop();
  const program = join(await postgresPrograms(), 'postgres');
  const settings = ['-D', join(dir, 'data'), '-c', `port=${port}`, '-c', 'unix_socket_directories='];
  const [command, ...args] = [...unprivilegedUser().command, 'sh', '-c', '"$0" "$@" & exec sleep 1000'];
  const parent = spawn(command, [...args, program, ...settings], { ...unprivilegedUser().ids, stdio: 'ignore' });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const file = () => readPostmasterFile(join(dir, 'data'));
  await expect.poll(file, { timeout }).toMatchObject({ status: 'ready' });
  const { pid } = (await file())!;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => processIdentity(pid), { timeout }).toBeUndefined();
  const opening = openPostgres({ dir });
  await expect.poll(() => readFile(first.logFile, 'utf8'), { timeout }).toContain('lock file "postmaster.pid" already');
  parent.kill('SIGKILL');
  server = await opening;
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('stops an orphaned server and continues with its data', async () => {
  const orphan = await startOrphan('postgres', dir);
  expect(await processIdentity(orphan.pid)).toBeDefined();
  server = await openPostgres({ dir });
  expect(await processIdentity(orphan.pid)).toBeUndefined();
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('starts when the pid of an earlier server now belongs to another process', async () => {
  server = await openPostgres({ dir });
  await server.kill();
  await writeFile(join(dir, 'data', 'postmaster.pid'), `${process.pid}\n${join(dir, 'data')}\n`);
  server = await openPostgres({ dir });
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('reports why it does not start', async () => {
  server = await openPostgres({ dir: join(dir, 'first') });
  const second = openPostgres({ dir: join(dir, 'second'), port: server.port });
  await expect(second).rejects.toThrow(/did not start on port \d+:[^]*Address already in use/);
});
