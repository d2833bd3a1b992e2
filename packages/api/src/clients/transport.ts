import { type Problem, problemSchema } from '../schemas/problem.ts';

/**
 * A response that is not a success. `problem` is the service's own document (RFC 9457). A response from a proxy or load
 * balancer has none, so its status and text become a problem of type `about:blank`.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(request: string, problem: Problem) {
    super(`${request}: ${problem.status} ${problem.detail ?? problem.title}`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
  }
}

/** The part of `fetch` that the clients use; tests and the proxy of a Kubernetes API server replace it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** "http://localhost:8081", with an optional path prefix. */
  readonly baseUrl: string;
  readonly fetch?: Fetch;
}

export type Send = (method: string, path: string, init?: RequestInit) => Promise<Response>;

/**
 * Creates a function that sends a request and returns its successful response.
 *
 * @throws ApiError for any other response; the error of `fetch` when there is no response
 */
export function createSend({ baseUrl, fetch = globalThis.fetch }: ClientOptions): Send {
  const base = trimSlashes(baseUrl);
  return async (method, path, init) => {
    const response = await fetch(`${base}${path}`, { ...init, method });
    if (!response.ok) throw new ApiError(`${method} ${path}`, await readProblem(response));
    return response;
  };
}

/** Removes trailing slashes, since the paths of resources begin with one. */
export const trimSlashes = (url: string): string => url.replace(/\/+$/, '');

async function readProblem(response: Response): Promise<Problem> {
  const body = await response.text();
  return parseProblem(body) ?? fallbackProblem(response, body);
}

function parseProblem(body: string): Problem | undefined {
  try {
    return problemSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function fallbackProblem(response: Response, body: string): Problem {
  const title = response.statusText || 'Not a response of the service';
  return { type: 'about:blank', title, status: response.status, detail: body.slice(0, 500) || title };
}

/** Creates a request with a JSON body and its content type. */
export function jsonRequest(value: unknown, headers: Record<string, string> = {}): RequestInit {
  return { body: JSON.stringify(value), headers: { ...headers, 'content-type': 'application/json' } };
}

/** Formats a query such as "?limit=10", without undefined values. */
export function queryString(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) search.set(name, String(value));
  return search.size ? `?${search.toString()}` : '';
}
