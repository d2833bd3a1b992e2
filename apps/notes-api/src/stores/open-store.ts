import type { NotesConfig } from '../config.ts';
import type { Author } from './next-note.ts';
import type { NotesStore, StoreLogger } from './store.ts';

/** Opens the configured store. Loads only the module of that store, so that no unused driver takes up memory. */
export async function openStore(config: NotesConfig, logger: StoreLogger): Promise<NotesStore> {
  const author: Author = { writtenBy: config.podName, now: Date.now };
  const { startTimeout } = config;
  switch (config.store) {
    case 'file': {
      const { openFileStore } = await import('./file/file-store.ts');
      return openFileStore({
        dir: config.dataDir,
        author,
        logger,
        compactEvery: config.mergeEvery,
        policy: { files: config.mergeFiles, idle: config.mergeIdle },
      });
    }
    case 'postgres': {
      const { openPostgresStore } = await import('./postgres/postgres-store.ts');
      // The configuration requires the URL for this store.
      return openPostgresStore({
        url: config.postgresUrl!,
        password: config.postgresPassword,
        author,
        startTimeout,
        logger,
      });
    }
    case 'redis': {
      const { openRedisStore } = await import('./redis/redis-store.ts');
      return openRedisStore({ url: config.redisUrl!, password: config.redisPassword, author, startTimeout, logger });
    }
    case 'memory': {
      const { openMemoryStore } = await import('./memory/memory-store.ts');
      return openMemoryStore({ author });
    }
  }
}
