import type { Placement } from '@persistence-lab/api';
import {
  createMetrics,
  createService,
  defaultHeaders,
  type Health,
  type Logger,
  type Metrics,
} from '@persistence-lab/service';
import type { Express } from 'express';
import type { UploaderConfig } from './config.ts';
import type { FileStore } from './files/file-store.ts';
import { filesRoutes } from './routes/files.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { storageRoutes } from './routes/storage.ts';
import { tusRoutes } from './routes/tus/tus-routes.ts';
import type { Uploads } from './uploads/uploads.ts';

export interface AppParts {
  readonly config: UploaderConfig;
  readonly logger: Logger;
  readonly health: Health;
  readonly store: FileStore;
  readonly uploads: Uploads;
  readonly metrics?: Metrics;
}

/** The uploader as an Express app that does not listen yet. */
export function createApp({ config, logger, health, store, uploads, metrics = createMetrics() }: AppParts): Express {
  const routes = [
    defaultHeaders(config.podName),
    filesRoutes(store, uploads, config),
    tusRoutes(uploads, config),
    storageRoutes(store, placeOf(config)),
    openApiRoutes(),
  ];
  return createService({ config, logger, health, routes, metrics, dataFolder: config.dataDir });
}

function placeOf(config: UploaderConfig): Placement {
  return {
    pod: config.podName,
    namespace: config.podNamespace ?? null,
    node: config.nodeName ?? null,
    kind: config.storageKind,
    claim: config.claimName ?? null,
  };
}
