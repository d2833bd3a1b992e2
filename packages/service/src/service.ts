import express, { type Express, type Router } from 'express';
import { answerErrors } from './answer-errors.ts';
import type { ServiceConfig } from './config.ts';
import { faultRoutes } from './faults.ts';
import { healthRoutes } from './health-routes.ts';
import type { Health } from './health.ts';
import type { Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { observeRequests } from './observe-requests.ts';
import { securityHeaders } from './security-headers.ts';
import { answerUnmatched } from './unmatched.ts';

export type ServiceParts = {
  config: Pick<ServiceConfig, 'faultsEnabled'>;
  logger: Logger;
  health: Health;
  /** The app's own resources. Their routes carry whole paths, for these label the metrics. */
  routes: readonly Router[];
  metrics?: Metrics;
  /** Where `POST /faults/fill` writes: the folder of the data. Without one there is no such fault. */
  dataFolder?: string | undefined;
};

/** An Express app with everything around the routes: request ids, logs, metrics, security headers, health, faults, problems. */
export function createService({
  config,
  logger,
  health,
  routes,
  metrics = createMetrics(),
  dataFolder,
}: ServiceParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // A hash of every answer, for requests that nobody repeats; routes with versions set their own.
  app.disable('etag');
  app.use(observeRequests(logger, metrics), securityHeaders());
  app.use(healthRoutes(health, metrics));
  if (config.faultsEnabled) app.use(faultRoutes({ health, logger, dataFolder }));
  for (const router of routes) app.use(router);
  app.use(answerUnmatched(app), answerErrors(logger));
  return app;
}
