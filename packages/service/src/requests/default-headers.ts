import { type RequestHandler, Router } from 'express';
import helmet from 'helmet';

/**
 * Sets on every response the name of the pod, so that replicas can be distinguished, and `no-store`; a route that allows
 * caching overrides it.
 */
export function defaultHeaders(pod: string): Router {
  return Router().use((_request, response, next) => {
    response.set({ 'Served-By': pod, 'Cache-Control': 'no-store' });
    next();
  });
}

/** helmet for an API over plain HTTP: forbids loading, framing and sniffing; no HSTS, no upgrade to https. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: false,
  });
}
