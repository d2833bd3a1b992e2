import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

// Only what may stand in a URI path segment as it is: the id is also a problem's `instance`.
const saneId = /^[\w.~=+-]{1,128}$/;

// Asked every few seconds by the kubelet and by Prometheus.
const routine = new Set(['/livez', '/readyz', '/metrics']);

/**
 * Gives each request an id (a sane X-Request-Id is kept), answers with it, and writes one log line and
 * one observation when its answer has ended or was given up.
 */
export function observeRequests(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && saneId.test(given) ? given : crypto.randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const milliseconds = performance.now() - started;
      const { method } = request;
      const route = routeOf(request);
      // 499 as nginx counts it: the client went away before its answer was whole.
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.observeRequest(method, route, status, milliseconds / 1000);
      const line = { requestId, method, path: request.path, route, status, ms: Math.round(milliseconds * 100) / 100 };
      if (routine.has(route)) logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}

// Never the path itself: each id in it would be a time series of its own.
function routeOf(request: Request): string {
  const path: unknown = request.route?.path;
  return typeof path === 'string' ? path : 'unmatched';
}

/** The id of the request that is answered. */
export function requestIdOf(response: Response): string {
  return response.locals['requestId'] as string;
}
