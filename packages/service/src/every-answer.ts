import { Router } from 'express';

/**
 * What every answer says: which pod it comes from, so that replicas can be told apart, and that no
 * cache may give it again; routes that know better say so themselves.
 */
export function everyAnswer(pod: string): Router {
  return Router().use((_request, response, next) => {
    response.set({ 'Served-By': pod, 'Cache-Control': 'no-store' });
    next();
  });
}
