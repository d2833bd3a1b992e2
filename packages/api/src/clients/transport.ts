import { ApiError, readProblem } from './api-error.ts';

/** The part of `fetch` that the clients use: a test, or the proxy of a Kubernetes API server, gives its own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** "http://localhost:8081"; may have a path in front of the service's own. */
  readonly baseUrl: string;
  readonly fetch?: Fetch;
}

export type Send = (method: string, path: string, init?: RequestInit) => Promise<Response>;

/**
 * Sends a request and gives the answer back when it is a success.
 *
 * @throws ApiError when it is not; what `fetch` throws when there is no answer at all
 */
export function createSend({ baseUrl, fetch = globalThis.fetch }: ClientOptions): Send {
  const base = baseUrl.replace(/\/+$/, '');
  return async (method, path, init) => {
    const response = await fetch(`${base}${path}`, { ...init, method });
    if (!response.ok) throw new ApiError(`${method} ${path}`, await readProblem(response));
    return response;
  };
}

/** A JSON body with its content type. */
export function jsonRequest(value: unknown, headers: Record<string, string> = {}): RequestInit {
  return { body: JSON.stringify(value), headers: { ...headers, 'content-type': 'application/json' } };
}

/** "?limit=10", without what is undefined. */
export function queryString(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) search.set(name, String(value));
  return search.size ? `?${search.toString()}` : '';
}
