import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from '../process/logger.ts';
import type { Metrics } from './metrics.ts';

// Characters that need no escaping in a URI path segment: the id is also the `instance` of a problem.
const validId = /^[\w.~=+-]{1,128}$/;

// The kubelet and Prometheus request these every few seconds, so they are logged at debug level.
const monitoringRoutes = new Set(['/livez', '/readyz', '/metrics']);

/**
 * Assigns each request an id (a valid X-Request-Id is adopted), returns it as a header, and logs and measures the
 * request when its response has ended or was aborted.
 */
export function observeRequests(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const header = request.headers['x-request-id'];
    const requestId = typeof header === 'string' && validId.test(header) ? header : crypto.randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const milliseconds = performance.now() - started;
      const { method } = request;
      const route = routeOf(request);
      // 499 as in nginx: the client closed the connection before the response was complete.
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.observeRequest(method, route, status, milliseconds / 1000);
      const line = { requestId, method, path: request.path, route, status, ms: Math.round(milliseconds * 100) / 100 };
      if (monitoringRoutes.has(route)) logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}

// The route instead of the path: every id in a path would become a separate time series.
function routeOf(request: Request): string {
  const path: unknown = request.route?.path;
  return typeof path === 'string' ? path : 'unmatched';
}

/** Returns the id of the request to which this is the response. */
export function requestIdOf(response: Response): string {
  return response.locals['requestId'] as string;
}
