import type { Place } from '@persistence-lab/api';
import { createService, type Health, type Logger } from '@persistence-lab/service';
import type { Express } from 'express';
import type { NotesConfig } from './config.ts';
import { everyAnswer } from './routes/every-answer.ts';
import { fillRoutes } from './routes/fill.ts';
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
  const folder = config.store === 'file' ? config.dataDir : null;
  const routes = [
    everyAnswer(config.podName),
    notesRoutes(store, config),
    storageRoutes({ store, place: placeOf(config), folder }),
    openApiRoutes(),
    ...(folder !== null && config.faultsEnabled ? [fillRoutes(folder)] : []),
  ];
  return createService({ config, logger, health, routes });
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
