import express, { type Express, Router } from 'express';
import type { ServiceConfig } from './config.ts';
import { faultRoutes } from './faults/fault-routes.ts';
import { healthRoutes } from './health/health-routes.ts';
import type { Health } from './health/health.ts';
import { errorHandler } from './problems/error-handler.ts';
import { unmatchedHandler } from './problems/unmatched.ts';
import type { Logger } from './process/logger.ts';
import { securityHeaders } from './requests/default-headers.ts';
import { createMetrics, type Metrics } from './requests/metrics.ts';
import { observeRequests } from './requests/observe-requests.ts';

export type ServiceOptions = {
  config: Pick<ServiceConfig, 'faultsEnabled'>;
  logger: Logger;
  health: Health;
  /** Routes of the app's resources, with full paths: the metrics use them as labels. */
  routes: readonly Router[];
  metrics?: Metrics;
  /** Data directory that `POST /faults/fill` writes to; without one this fault is not served. */
  dataFolder?: string | undefined;
};

/**
 * Creates an Express app with all that surrounds its routes: request ids, logs, metrics, security headers, health,
 * faults and problem documents.
 */
export function createService({
  config,
  logger,
  health,
  routes,
  metrics = createMetrics(),
  dataFolder,
}: ServiceOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  // Express hashes every response for its ETag, but clients do not repeat these requests; notes and files set their own.
  app.disable('etag');
  app.use(observeRequests(logger, metrics), securityHeaders());
  const faults = config.faultsEnabled ? [faultRoutes({ health, logger, dataFolder })] : [];
  app.use(mergeRouters([healthRoutes(health, metrics), ...faults, ...routes]));
  app.use(unmatchedHandler(app), errorHandler(logger));
  return app;
}

/**
 * Merges routers into one. A router answers OPTIONS with its own methods only, so a path that is split over two routers
 * would name only some of its methods; and Express spends a turn of the event loop on each router that has no match.
 */
function mergeRouters(routers: readonly Router[]): Router {
  const merged = Router();
  merged.stack.push(...routers.flatMap(({ stack }) => stack));
  return merged;
}
