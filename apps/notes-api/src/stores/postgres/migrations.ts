import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StorageError } from '@persistence-lab/durable';
import type { Client } from 'pg';
import type { StoreLogger } from '../connect-with-retry.ts';

/** Where the migrations are, seen from this file: the image (/app/main.js), the build (dist/main.js), the source. */
const candidates = ['./migrations', '../migrations', '../../migrations'];

function migrationsFolder(): string {
  const folder = candidates.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  if (folder === undefined) throw new StorageError('invalid', 'the folder "migrations" is missing beside the program');
  return folder;
}

/**
 * Brings the schema up to date. Any number of processes may do so at once: an advisory lock lets one
 * work and the others wait. The migrations are SQL files: node-pg-migrate would load modules through
 * jiti, whose compiler is not part of a bundle.
 */
export async function migrate(client: Client, logger: StoreLogger): Promise<void> {
  // Loaded here because only this needs it, and once: it costs some MiB of memory.
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
    logger.warn({ failures }, 'migrating the Postgres schema failed');
    throw error;
  });
  if (done.length > 0) logger.info({ migrations: done.map(({ name }) => name) }, 'migrated the Postgres schema');
}
