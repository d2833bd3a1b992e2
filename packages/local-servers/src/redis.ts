import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLocalServer, type LocalServer } from './local-server.ts';
import { launch, type LaunchedProcess } from './process/launched-process.ts';
import { loadOrCreatePassword } from './password.ts';
import { freePort } from './ports.ts';
import { endProcess, processIdentity } from './process/process-identity.ts';

/** When Redis syncs its log to the disk: at every write or every second; `none` writes no log. */
export type Appendfsync = 'always' | 'everysec' | 'none';

interface RedisOptions {
  /** Folder for data, password and log; created when missing, reused otherwise. */
  dir: string;
  /** Default: `redis.log` in that folder. */
  logFile?: string;
  /** Default: any free port. */
  port?: number;
  /** For a new server; an existing one keeps its own. Default: a random one. */
  password?: string;
  /** Default: `always`. */
  appendfsync?: Appendfsync;
  /** Default: the `redis-server` on PATH. */
  program?: string;
}

const startDeadline = 60_000;

/** The `redis-server` on PATH, or undefined. */
export async function findRedisServer(path = process.env['PATH'] ?? ''): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((name) => name !== '')) {
    const program = join(folder, 'redis-server');
    const found = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return program;
  }
  return undefined;
}

/**
 * Starts a real Redis with a password and waits until it answers. Stops an orphaned server on the same
 * folder first, whose parent process was killed.
 *
 * @throws when there is no `redis-server`, or with the end of its log when it does not start
 */
export async function openRedis(options: RedisOptions): Promise<LocalServer> {
  const program = options.program ?? (await findRedisServer());
  if (program === undefined) throw new Error('no redis-server on PATH');
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true });
  await endOrphanedRedis(dir);
  const password = await loadOrCreatePassword(join(dir, 'password'), options.password);
  const port = options.port ?? (await freePort());
  const config = join(dir, 'redis.conf');
  await writeFile(config, redisConfig(dir, port, password, options.appendfsync ?? 'always'), { mode: 0o600 });
  const logFile = options.logFile ?? join(dir, 'redis.log');
  const start = () => startServer(program, config, dir, port, password, logFile);
  return createLocalServer(
    { url: `redis://127.0.0.1:${port}`, password, port, logFile },
    { start, stopSignal: 'SIGTERM' },
  );
}

function redisConfig(dir: string, port: number, password: string, appendfsync: Appendfsync): string {
  const hasLog = appendfsync !== 'none';
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dir)}`,
    'save ""',
    `appendonly ${hasLog ? 'yes' : 'no'}`,
    ...(hasLog ? [`appendfsync ${appendfsync}`] : []),
    '',
  ].join('\n');
}

async function startServer(
  program: string,
  config: string,
  dir: string,
  port: number,
  password: string,
  logFile: string,
): Promise<LaunchedProcess> {
  const server = await launch(program, [config], { logFile, cwd: dir });
  await writeFile(
    join(dir, 'process.json'),
    JSON.stringify({ pid: server.pid, identity: await processIdentity(server.pid) }),
  );
  const ended = server.exited.then(() => true);
  const limit = Date.now() + startDeadline;
  while (!(await answersPing(port, password))) {
    if (!(await Promise.race([ended, delay(20, false)])) && Date.now() < limit) continue;
    await server.end('SIGTERM', 1_000);
    const log = await readFile(logFile, 'utf8');
    throw new Error(
      `Redis did not start on port ${port}:\n${log.split('\n').slice(-10).join('\n').trim()}\n(${logFile})`,
    );
  }
  return server;
}

async function endOrphanedRedis(dir: string): Promise<void> {
  const text = await readFile(join(dir, 'process.json'), 'utf8').catch(() => '{}');
  const { pid, identity } = JSON.parse(text) as { pid?: number; identity?: string };
  if (pid !== undefined && identity !== undefined) await endProcess(pid, identity, 'SIGTERM', 20_000);
}

/** False while Redis loads its data: it then answers PING with an error. */
function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((done) => {
    let answer = '';
    const socket = connect({ host: '127.0.0.1', port }, () => socket.end(`AUTH ${password}\r\nPING\r\nQUIT\r\n`));
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.on('error', () => done(false));
    socket.on('close', () => done(answer.includes('+PONG')));
  });
}
