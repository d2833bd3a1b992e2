import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** helmet for an API over plain HTTP: nothing may be loaded, framed or sniffed; no HSTS, no upgrade to https. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: false,
  });
}
