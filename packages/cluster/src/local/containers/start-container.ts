import { openPostgres, openRedis, type Appendfsync } from '@persistence-lab/local-servers';
import { containerOfServer, startService, type Container } from './container.ts';
import { claimNameOf } from '../controllers/claims.ts';
import type { Definition } from '../state/definitions.ts';
import type { PodState } from '../state/state.ts';

/** The files of the built services, for Node.js. */
export interface Programs {
  readonly notesApi: string;
  readonly uploader?: string | undefined;
}

/** A Redis that the user runs. */
export interface ExternalRedis {
  readonly url: string;
  readonly password?: string | undefined;
}

/** Port and password of a database, whichever pod runs it: its Service and its Secret. */
export interface DatabaseAddress {
  readonly port: number;
  readonly password: string;
}

export interface ContainerPaths {
  readonly data: string | null;
  readonly logFile: string;
  /** For a service: a free port. */
  readonly port: number;
}

/** Starts the container of a pod. Resolves for a database when it answers, for a service when its process runs. */
export type StartContainer = (pod: PodState, definition: Definition, paths: ContainerPaths) => Promise<Container>;

const appendfsync: Record<string, Appendfsync> = {
  'redis-always': 'always',
  'redis-everysec': 'everysec',
  'redis-none': 'none',
};

export interface ContainerOptions {
  readonly programs: Programs;
  /** Path of the redis-server, if needed. */
  readonly redis: string | undefined;
  readonly externalRedis?: ExternalRedis | undefined;
  /** LOG_LEVEL of the services. */
  readonly logLevel: string;
  readonly addressOf: (database: string) => DatabaseAddress;
}

export function createStartContainer(options: ContainerOptions): StartContainer {
  const { programs, redis, logLevel, addressOf } = options;
  return async (pod, definition, { data, logFile, port }) => {
    const { app, name } = definition;
    const server = { dir: data!, logFile };
    if (app === 'postgres') return containerOfServer(await openPostgres({ ...server, ...addressOf(name) }), 'SIGQUIT');
    if (app === 'redis') {
      const redisOptions = { ...server, appendfsync: appendfsync[name]!, ...addressOf(name), program: redis! };
      return containerOfServer(await openRedis(redisOptions), 'SIGKILL');
    }
    const env = { ...podVariables(pod, definition), ...storeVariables(definition, data, options), LOG_LEVEL: logLevel };
    const program = app === 'uploader' ? programs.uploader! : programs.notesApi;
    return startService({ program, port, logFile, env });
  };
}

function podVariables(pod: PodState, definition: Definition): Record<string, string> {
  const claim = claimNameOf(pod, definition);
  return {
    NODE_ENV: 'production',
    POD_NAME: pod.name,
    POD_NAMESPACE: definition.namespace,
    NODE_NAME: pod.node ?? '',
    STORAGE_KIND: definition.kind,
    ...(claim === null ? {} : { CLAIM_NAME: claim }),
  };
}

function storeVariables(
  { kind, app }: Definition,
  data: string | null,
  { addressOf, externalRedis }: ContainerOptions,
): Record<string, string> {
  if (data !== null) return app === 'uploader' ? { DATA_DIR: data } : { STORE: 'file', DATA_DIR: data };
  if (kind === 'redis') return redisVariables(externalRedis!);
  const { port, password } = addressOf(kind);
  const host = `127.0.0.1:${port}`;
  return kind === 'postgres'
    ? {
        ...waitForDatabase,
        STORE: 'postgres',
        POSTGRES_URL: `postgres://postgres@${host}/postgres`,
        POSTGRES_PASSWORD: password,
      }
    : redisVariables({ url: `redis://${host}`, password });
}

function redisVariables({ url, password }: ExternalRedis): Record<string, string> {
  return {
    ...waitForDatabase,
    STORE: 'redis',
    REDIS_URL: url,
    ...(password === undefined ? {} : { REDIS_PASSWORD: password }),
  };
}

// at the first start the database may still be starting
const waitForDatabase = { START_TIMEOUT: '2m' };
