import { join } from 'node:path';
import type { LocalServer } from '@persistence-lab/local-servers';

/** A service of ours and how it is started here. */
export interface Service {
  name: string;
  app: 'notes-api' | 'uploader';
  port: number;
  /** For the table: where its data are. */
  keeps: string;
  env: Record<string, string>;
}

export const portOf = (portBase: number) => ({
  console: portBase,
  file: portBase + 1,
  postgres: portBase + 2,
  redis: portBase + 3,
  uploader: portBase + 4,
});

export function notesOnFiles(data: string, port: number): Service {
  const folder = join(data, 'notes');
  return { name: 'notes-file', app: 'notes-api', port, keeps: folder, env: { STORE: 'file', DATA_DIR: folder } };
}

export function notesOnPostgres(server: LocalServer, port: number): Service {
  const env = {
    STORE: 'postgres',
    STORAGE_KIND: 'postgres',
    POSTGRES_URL: server.url,
    POSTGRES_PASSWORD: server.password,
  };
  return { name: 'notes-postgres', app: 'notes-api', port, keeps: `Postgres on port ${server.port}`, env };
}

/** `password` is undefined for a Redis of the user's that asks for none. */
export function notesOnRedis(url: string, password: string | undefined, port: number): Service {
  const env = { STORE: 'redis', REDIS_URL: url, ...(password === undefined ? {} : { REDIS_PASSWORD: password }) };
  return { name: 'notes-redis', app: 'notes-api', port, keeps: `Redis at ${new URL(url).host}`, env };
}

export function uploader(data: string, port: number): Service {
  const folder = join(data, 'files');
  return { name: 'uploader', app: 'uploader', port, keeps: folder, env: { DATA_DIR: folder } };
}
