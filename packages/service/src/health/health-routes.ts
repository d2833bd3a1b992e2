import { Router } from 'express';
import type { Health } from './health.ts';
import type { Metrics } from '../requests/metrics.ts';
import { ProblemError } from '../problems/problem.ts';

/** `/livez` only shows that the event loop runs, since a restart repairs no disk; `/readyz` runs the probe. */
export function healthRoutes(health: Health, metrics: Metrics): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const readiness = await health.check();
    if (!readiness.ready) throw notReady(readiness.reason);
    response.json({ ready: true });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

function notReady(reason: string): ProblemError {
  const headers = { 'Retry-After': '1' };
  return new ProblemError({ status: 503, type: 'not-ready', title: 'Not ready', detail: reason, headers });
}
