import { openPostgres, openRedis, type Appendfsync } from '@persistence-lab/local-servers';
import { containerOfServer, startService, type Container } from './container.ts';
import { claimNameOf } from './claims.ts';
import type { Definition } from './definitions.ts';
import type { PodState } from './state.ts';

/** Built programs of the services: the files that Node.js runs. */
export interface Programs {
  readonly notesApi: string;
  readonly uploader?: string | undefined;
}

/** A Redis that somebody else runs. */
export interface ExternalRedis {
  readonly url: string;
  readonly password?: string | undefined;
}

/** Where a database answers, whichever pod runs it, and its password: a Service and a Secret. */
export interface Address {
  readonly port: number;
  readonly password: string;
}

export interface ContainerPlace {
  readonly data: string | null;
  readonly logFile: string;
  /** Free, for a service. */
  readonly port: number;
}

/** Starts what a pod is to run. A database's start takes until it answers, a service's does not. */
export type Start = (pod: PodState, definition: Definition, place: ContainerPlace) => Promise<Container>;

const appendfsync: Record<string, Appendfsync> = {
  'redis-always': 'always',
  'redis-everysec': 'everysec',
  'redis-none': 'none',
};

export interface Images {
  readonly programs: Programs;
  /** The program of the server, where it is needed. */
  readonly redis: string | undefined;
  readonly externalRedis?: ExternalRedis | undefined;
  /** Of the services, as their LOG_LEVEL. */
  readonly logLevel: string;
  readonly addressOf: (database: string) => Address;
}

export function createStart(images: Images): Start {
  const { programs, redis, logLevel, addressOf } = images;
  return async (pod, definition, { data, logFile, port }) => {
    const { app, name } = definition;
    const server = { dir: data!, logFile };
    if (app === 'postgres') return containerOfServer(await openPostgres({ ...server, ...addressOf(name) }), 'SIGQUIT');
    if (app === 'redis') {
      const options = { ...server, appendfsync: appendfsync[name]!, ...addressOf(name), program: redis! };
      return containerOfServer(await openRedis(options), 'SIGKILL');
    }
    const env = { ...describedPod(pod, definition), ...storeOf(definition, data, images), LOG_LEVEL: logLevel };
    const program = app === 'uploader' ? programs.uploader! : programs.notesApi;
    return startService({ program, port, logFile, env });
  };
}

function describedPod(pod: PodState, definition: Definition): Record<string, string> {
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

function storeOf(
  { kind, app }: Definition,
  data: string | null,
  { addressOf, externalRedis }: Images,
): Record<string, string> {
  if (data !== null) return app === 'uploader' ? { DATA_DIR: data } : { STORE: 'file', DATA_DIR: data };
  if (kind === 'redis') return onRedis(externalRedis!);
  const { port, password } = addressOf(kind);
  const host = `127.0.0.1:${port}`;
  return kind === 'postgres'
    ? {
        ...patient,
        STORE: 'postgres',
        POSTGRES_URL: `postgres://postgres@${host}/postgres`,
        POSTGRES_PASSWORD: password,
      }
    : onRedis({ url: `redis://${host}`, password });
}

function onRedis({ url, password }: ExternalRedis): Record<string, string> {
  return {
    ...patient,
    STORE: 'redis',
    REDIS_URL: url,
    ...(password === undefined ? {} : { REDIS_PASSWORD: password }),
  };
}

// at a first start the database may still be on its way
const patient = { START_TIMEOUT: '2m' };
