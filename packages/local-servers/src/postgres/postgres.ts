import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createLocalServer, type LocalServer } from '../local-server.ts';
import { launch, type LaunchedProcess } from '../process/launched-process.ts';
import { loadOrCreatePassword } from '../password.ts';
import { freePort } from '../ports.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { endOrphanedPostgres, readPostmasterFile } from './postmaster-file.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

interface PostgresOptions {
  /** Folder for data, password and log; created when missing, reused otherwise. */
  dir: string;
  /** Default: `postgres.log` in that folder. */
  logFile?: string;
  /** Default: any free port. */
  port?: number;
  /** For a new server; an existing one keeps its own. Default: a random one. */
  password?: string;
}

/** Milliseconds, enough for recovery after a crash and for the exit of a killed server's children. */
const startDeadline = 60_000;

/**
 * Starts a real PostgreSQL 18 (user and database `postgres`, password authentication) and waits until
 * it answers. Stops an orphaned server on the same folder first, whose parent process was killed.
 *
 * @throws with the end of the server's log when it does not start
 */
export async function openPostgres(options: PostgresOptions): Promise<LocalServer> {
  const dir = resolve(options.dir);
  const data = join(dir, 'data');
  const logFile = options.logFile ?? join(dir, 'postgres.log');
  const user = unprivilegedUser();
  await mkdir(dir, { recursive: true });
  await user.makeOwner(dir);
  const password = await loadOrCreatePassword(join(dir, 'password'), options.password);
  const programs = await postgresPrograms();
  await endOrphanedPostgres(data);
  if (!(await exists(data))) await initialize(programs, data, join(dir, 'password'), user);
  const port = options.port ?? (await freePort());
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const start = () => startServer(join(programs, 'postgres'), data, port, logFile, user);
  // SIGINT is the "fast shutdown" of Postgres: it closes all sessions and flushes everything.
  return createLocalServer({ url, password, port, logFile }, { start, stopSignal: 'SIGINT' });
}

async function initialize(programs: string, data: string, passwordFile: string, user: UnprivilegedUser): Promise<void> {
  // The folder has another name until it is complete, so that a killed initdb is repeated.
  const incomplete = `${data}.new`;
  await rm(incomplete, { recursive: true, force: true });
  await mkdir(incomplete);
  await user.makeOwner(incomplete);
  await user.makeOwner(passwordFile);
  const flags = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C'];
  const [command, ...args] = [...user.command, join(programs, 'initdb'), '-D', incomplete, ...flags];
  await promisify(execFile)(command!, args, { ...user.ids, cwd: incomplete });
  await rename(incomplete, data);
}

/**
 * The log of a server that starts too soon after another was killed: the sessions of the killed one hold its shared
 * memory until they notice, and its process exists until its parent has waited for it.
 */
const stillExiting = /pre-existing shared memory|lock file "postmaster.pid" already exists/;

async function startServer(
  program: string,
  data: string,
  port: number,
  logFile: string,
  user: UnprivilegedUser,
): Promise<LaunchedProcess> {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'logging_collector=off'];
  const [command, ...args] = [...user.command, program, '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const limit = Date.now() + startDeadline;
  for (;;) {
    const from = await sizeOf(logFile);
    const server = await launch(command!, args, { logFile, cwd: data, ...user.ids });
    if (await becomesReady(server, data, limit)) return server;
    await server.end('SIGINT', 1_000);
    const log = (await readFile(logFile)).subarray(from).toString();
    if (!stillExiting.test(log) || Date.now() > limit) {
      throw new Error(`Postgres did not start on port ${port}:\n${log.trim()}\n(${logFile})`);
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
