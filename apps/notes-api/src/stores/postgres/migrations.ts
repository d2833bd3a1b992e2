import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StorageError } from '@persistence-lab/durable';
import type { Client } from 'pg';
import type { StoreLogger } from '../store.ts';

/** Paths of the migrations relative to this module in the image (/app/main.js), the build (dist/main.js), the source. */
const candidates = ['./migrations', '../migrations', '../../../migrations'];

function migrationsFolder(): string {
  const folder = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (folder === undefined) throw new StorageError('invalid', 'the folder "migrations" is missing next to the program');
  return folder;
}

/**
 * Migrates the schema. Processes may migrate concurrently: an advisory lock admits one and makes the others wait. The
 * migrations are SQL files, because node-pg-migrate loads modules through jiti, which cannot be bundled.
 */
export async function migrate(client: Client, logger: StoreLogger): Promise<void> {
  // Loaded on demand, since it takes some MiB of memory and only migrations need it.
  const { runner } = await import('node-pg-migrate');
  const failures: string[] = [];
  const done = await runner({
    dbClient: client,
    dir: migrationsFolder(),
    migrationsTable: 'migrations',
    direction: 'up',
    advisoryLockMode: 'wait',
    logger: { info: () => {}, warn: (text) => failures.push(text), error: (text) => failures.push(text) },
  }).catch((error: unknown) => {
    logger.warn({ failures }, 'Postgres schema migration failed');
    throw error;
  });
  if (done.length > 0) logger.info({ migrations: done.map(({ name }) => name) }, 'migrated the Postgres schema');
}
