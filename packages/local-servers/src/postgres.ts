import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { keepRunning } from './keep-running.ts';
import { launch, type LaunchedProcess } from './launched-process.ts';
import type { LocalServer } from './local-server.ts';
import { keptPassword } from './password.ts';
import { freePort } from './ports.ts';
import { postgresPrograms } from './postgres-program.ts';
import { endLeftOverPostgres, readPostmasterFile } from './postmaster-file.ts';
import { unprivileged, type Unprivileged } from './unprivileged.ts';

interface PostgresOptions {
  /** Folder for data, password and log; made when missing, and what is in it is used again. */
  dir: string;
  /** Default: `postgres.log` in that folder. */
  logFile?: string;
  /** Default: any free port. */
  port?: number;
  /** Of a server that is made now; one that exists keeps its own. Default: one that nobody can guess. */
  password?: string;
}

/** Milliseconds for recovery after a crash, and for a killed server's children to go. */
const startDeadline = 60_000;

/**
 * Starts a real PostgreSQL 18 (user and database `postgres`, password authentication) and waits until
 * it answers. A server that a killed process left behind on the same folder is ended first.
 *
 * @throws with the end of the server's log when it does not start
 */
export async function openPostgres(options: PostgresOptions): Promise<LocalServer> {
  const dir = resolve(options.dir);
  const data = join(dir, 'data');
  const logFile = options.logFile ?? join(dir, 'postgres.log');
  const user = unprivileged();
  await mkdir(dir, { recursive: true });
  await user.own(dir);
  const password = await keptPassword(join(dir, 'password'), options.password);
  const programs = await postgresPrograms();
  await endLeftOverPostgres(data);
  if (!(await exists(data))) await initialize(programs, data, join(dir, 'password'), user);
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const start = () => startServer(join(programs, 'postgres'), data, port, logFile, user);
  // SIGINT is Postgres's "fast shutdown": sessions are ended, everything is flushed.
  return keepRunning({ url, password, port, logFile }, { start, stopSignal: 'SIGINT' });
}

async function initialize(programs: string, data: string, passwordFile: string, user: Unprivileged): Promise<void> {
  // In a folder of another name until it is whole, so that a killed initdb is simply done again.
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  await user.own(draft);
  await user.own(passwordFile);
  const flags = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C'];
  const [command, ...args] = [...user.command, join(programs, 'initdb'), '-D', draft, ...flags];
  await promisify(execFile)(command!, args, { ...user.ids, cwd: draft });
  await rename(draft, data);
}

/**
 * What a server says where another was killed: its sessions hold its shared memory until they notice that it is gone,
 * and it counts as alive until its parent has taken notice of its end.
 */
const killed = /pre-existing shared memory|lock file "postmaster.pid" already exists/;

async function startServer(
  program: string,
  data: string,
  port: number,
  logFile: string,
  user: Unprivileged,
): Promise<LaunchedProcess> {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'logging_collector=off'];
  const [command, ...args] = [...user.command, program, '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const limit = Date.now() + startDeadline;
  for (;;) {
    const from = await sizeOf(logFile);
    const server = await launch(command!, args, { logFile, cwd: data, ...user.ids });
    if (await becomesReady(server, data, limit)) return server;
    await server.end('SIGINT', 1_000);
    const said = (await readFile(logFile)).subarray(from).toString();
    if (!killed.test(said) || Date.now() > limit) {
      throw new Error(`Postgres did not start on port ${port}:\n${said.trim()}\n(${logFile})`);
    }
    await delay(50);
  }
}

async function becomesReady(server: LaunchedProcess, data: string, limit: number): Promise<boolean> {
  const ended = server.exited.then(() => true);
  while (Date.now() < limit) {
    const file = await readPostmasterFile(data);
    if (file?.pid === server.pid && file.status === 'ready') return true;
    if (await Promise.race([ended, delay(20, false)])) return false;
  }
  return false;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
