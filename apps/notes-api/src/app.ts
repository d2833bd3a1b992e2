import type { Placement } from '@persistence-lab/api';
import { createService, defaultHeaders, type Health, type Logger } from '@persistence-lab/service';
import type { Express } from 'express';
import type { NotesConfig } from './config.ts';
import { notesRoutes } from './routes/notes/notes.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { storageRoutes } from './routes/storage.ts';
import type { NotesStore } from './stores/store.ts';

export interface AppOptions {
  readonly config: NotesConfig;
  readonly logger: Logger;
  readonly health: Health;
  readonly store: NotesStore;
}

/** Creates the notes API with an open store. It does not listen. */
export function createApp({ config, logger, health, store }: AppOptions): Express {
  const dataFolder = config.store === 'file' ? config.dataDir : undefined;
  const routes = [
    defaultHeaders(config.podName),
    notesRoutes(store, config),
    storageRoutes({ store, placement: placementOf(config), dataFolder }),
    openApiRoutes(),
  ];
  return createService({ config, logger, health, routes, dataFolder });
}

function placementOf(config: NotesConfig): Placement {
  return {
    pod: config.podName,
    namespace: config.podNamespace ?? null,
    node: config.nodeName ?? null,
    kind: config.storageKind,
    claim: config.claimName ?? null,
  };
}
