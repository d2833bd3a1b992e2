import type { Application, RequestHandler } from 'express';
import { problem, ProblemError } from './problem.ts';

// The internals of an Express router, which its types leave out.
type Layer = {
  route?: { methods: Record<string, boolean> };
  handle: { stack?: readonly Layer[] };
  match: (path: string) => false | { path: string };
};

/**
 * Answers requests without a route: 405 with `Allow` when the path has other methods, otherwise 404. It reads the
 * methods from the routers, so that routes need not repeat them.
 */
export function unmatchedHandler(app: Application): RequestHandler {
  return (request) => {
    const { stack } = app.router as unknown as { stack: readonly Layer[] };
    const allowed = allowedMethods(stack, request.path);
    if (allowed.size === 0) throw problem(404, 'not-found', 'Not found', `No resource at ${request.path}`);
    const allow = [...allowed].toSorted().join(', ');
    throw new ProblemError({
      status: 405,
      type: 'method-not-allowed',
      title: 'Method not allowed',
      detail: `${request.path} supports ${allow}, not ${request.method}`,
      headers: { Allow: allow },
    });
  };
}

function allowedMethods(stack: readonly Layer[], path: string): Set<string> {
  const allowed = new Set<string>();
  for (const layer of stack) {
    const matched = layer.match(path);
    if (!matched) continue;
    const below = path.slice(matched.path.length);
    const methods = layer.route
      ? Object.keys(layer.route.methods).map((method) => method.toUpperCase())
      : allowedMethods(layer.handle.stack ?? [], below.startsWith('/') ? below : `/${below}`);
    for (const method of methods) allowed.add(method);
  }
  if (allowed.has('GET')) allowed.add('HEAD');
  return allowed;
}
