import { join, relative } from 'node:path';
import { findRedisServer, type LocalServer, openPostgres, openRedis } from '@persistence-lab/local-servers';
import { CannotStart } from './cannot-start.ts';
import { follow, lastLines } from './log-tail.ts';
import type { StartOptions } from './options.ts';
import { type RunningService, runService, waitUntilReady } from './run-service.ts';
import { notesOnFiles, notesOnPostgres, notesOnRedis, portOf, type Service, uploader } from './services.ts';
import type { Session } from './session.ts';
import type { Row } from './table.ts';

/** All that runs here: the databases, then the services on them. */
export interface Lab {
  start(): Promise<Row[]>;
  /** Resolves, with what to tell the user, when anything ends that should run. */
  readonly broken: Promise<string>;
  /** Stops the services, then the databases. */
  stop(): Promise<void>;
}

/** Milliseconds from SIGTERM to SIGKILL; the services' own deadline is 10 s. */
const stopDeadline = 12_000;

export function createLab(root: string, options: StartOptions, session: Session): Lab {
  const ports = portOf(options.portBase);
  const services: RunningService[] = [];
  const databases: LocalServer[] = [];
  let stopping = false;
  let started: Promise<unknown> = Promise.resolve();
  const broken = Promise.withResolvers<string>();
  const breaks = (why: string) => void (stopping || broken.resolve(why));

  async function run(service: Service): Promise<Row> {
    if (stopping) throw new CannotStart('Stopped before it had started.');
    const running = await runService(service, root, options.data);
    services.push(running);
    await session.add(running.process.pid);
    if (options.verbose) follow(running.logFile, running.name);
    await waitUntilReady(running);
    void running.process.exited.then((exit) => breaks(running.explain(exit)));
    return { name: service.name, where: `http://127.0.0.1:${service.port}`, keeps: shorten(service.keeps) };
  }

  async function keep(name: string, opening: Promise<LocalServer>): Promise<LocalServer> {
    const server = await opening.catch((error: Error) => {
      throw new CannotStart(error.message, { cause: error });
    });
    databases.push(server);
    if (options.verbose) follow(server.logFile, name);
    const explain = () => `${name} ended. The end of ${server.logFile}:\n\n${lastLines(server.logFile, 0)}\n`;
    void server.exited().then(() => breaks(explain()));
    return server;
  }

  async function runOnPostgres(): Promise<Row> {
    const server = await keep('postgres', openPostgres({ dir: join(options.data, 'postgres') }));
    return run(notesOnPostgres(server, ports.postgres));
  }

  async function runOnRedis(): Promise<Row> {
    const { REDIS_URL, REDIS_PASSWORD } = process.env;
    if (REDIS_URL) return run(notesOnRedis(REDIS_URL, REDIS_PASSWORD, ports.redis));
    if (!(await findRedisServer())) return { name: 'notes-redis', where: 'not running', keeps: howToGetRedis };
    const server = await keep('redis', openRedis({ dir: join(options.data, 'redis') }));
    return run(notesOnRedis(server.url, server.password, ports.redis));
  }

  const endServices = () => Promise.all(services.map((service) => service.process.end('SIGTERM', stopDeadline)));

  return {
    broken: broken.promise,
    start() {
      const rows = settled([
        run(notesOnFiles(options.data, ports.file)),
        runOnPostgres(),
        runOnRedis(),
        run(uploader(options.data, ports.uploader)),
      ]);
      started = rows;
      return rows;
    },
    async stop() {
      stopping = true;
      await endServices();
      await started.catch(() => undefined);
      await endServices();
      await Promise.all(databases.map((database) => database.stop()));
    },
  };
}

const howToGetRedis = 'no redis-server on PATH: apt-get install redis-server or brew install redis, or set REDIS_URL';

function shorten(path: string): string {
  return path.startsWith('/') ? `${relative(process.cwd(), path)}/` : path;
}

/** As Promise.all, but a failure waits for the others: what they have started must be stopped too. */
async function settled<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
