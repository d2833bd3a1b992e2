import type { Place } from '@persistence-lab/api';
import { createService, everyAnswer, type Health, type Logger } from '@persistence-lab/service';
import type { Express } from 'express';
import type { NotesConfig } from './config.ts';
import { notesRoutes } from './routes/notes.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { storageRoutes } from './routes/storage.ts';
import type { NotesStore } from './stores/store.ts';

export interface AppParts {
  readonly config: NotesConfig;
  readonly logger: Logger;
  readonly health: Health;
  readonly store: NotesStore;
}

/** The notes API over a store that is open. It does not listen. */
export function createApp({ config, logger, health, store }: AppParts): Express {
  const dataFolder = config.store === 'file' ? config.dataDir : undefined;
  const routes = [
    everyAnswer(config.podName),
    notesRoutes(store, config),
    storageRoutes({ store, place: placeOf(config), dataFolder }),
    openApiRoutes(),
  ];
  return createService({ config, logger, health, routes, dataFolder });
}

function placeOf(config: NotesConfig): Place {
  return {
    pod: config.podName,
    namespace: config.podNamespace ?? null,
    node: config.nodeName ?? null,
    kind: config.storageKind,
    claim: config.claimName ?? null,
  };
}
