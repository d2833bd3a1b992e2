import express, { type Express, type Router } from 'express';
import { answerErrors } from './answer-errors.ts';
import type { ServiceConfig } from './config.ts';
import { type Fill, faultRoutes } from './faults.ts';
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
  /** What `POST /faults/fill` does: only the app knows its data folder. */
  fill?: Fill;
};

/** An Express app with everything around the routes: request ids, logs, metrics, security headers, health, faults, problems. */
export function createService({
  config,
  logger,
  health,
  routes,
  metrics = createMetrics(),
  fill,
}: ServiceParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // A hash of every answer, for requests that nobody repeats; routes with versions set their own.
  app.disable('etag');
  app.use(observeRequests(logger, metrics), securityHeaders());
  app.use(healthRoutes(health, metrics));
  if (config.faultsEnabled) app.use(faultRoutes({ health, logger, ...(fill && { fill }) }));
  for (const router of routes) app.use(router);
  app.use(answerUnmatched(app), answerErrors(logger));
  return app;
}
