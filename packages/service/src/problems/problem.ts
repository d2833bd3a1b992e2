import type { Response } from 'express';

const base = 'https://persistence-lab.dev/problems/';

/** An error for the client, as an RFC 9457 problem. `type` is the last segment of its stable URI. */
export class ProblemError extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly extra: Readonly<Record<string, unknown>>;
  /** Response headers of the problem: `Allow`, `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemInit) {
    super(problem.detail, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.name = 'ProblemError';
    this.status = problem.status;
    this.type = problem.type;
    this.title = problem.title;
    this.extra = problem.extra ?? {};
    this.headers = problem.headers ?? {};
  }
}

export type ProblemInit = {
  status: number;
  type: string;
  title: string;
  detail: string;
  extra?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
};

/** Creates a problem to throw. `extra` holds extension members of the document (RFC 9457, 3.2). */
export function problem(
  status: number,
  type: string,
  title: string,
  detail: string,
  extra?: Readonly<Record<string, unknown>>,
): ProblemError {
  return new ProblemError({ status, type, title, detail, ...(extra && { extra }) });
}

/** An error in a request's body (at `pointer`, RFC 6901) or in a path or query parameter. */
export type FieldError = { detail: string; pointer?: string; parameter?: string };

/** A validation issue of zod or of any other Standard Schema validator. */
export type Issue = { message: string; path: readonly PropertyKey[] };

/** 400 with an `errors` member that names every invalid member of the body. */
export function invalidBody(issues: readonly Issue[]): ProblemError {
  const errors = issues.map(({ message, path }) => ({ pointer: pointerTo(path), detail: message }));
  return problem(400, 'invalid-body', 'The body is not valid', summary(errors), { errors });
}

/** 400 with an `errors` member that names every invalid query or path parameter. */
export function invalidParameters(issues: readonly Issue[]): ProblemError {
  const errors = issues.map(({ message, path }) => ({ parameter: path.map(String).join('.'), detail: message }));
  return problem(400, 'invalid-parameters', 'A parameter is not valid', summary(errors), { errors });
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function summary(errors: readonly FieldError[]): string {
  return errors.map(({ pointer, parameter, detail }) => `${parameter ?? (pointer || 'body')}: ${detail}`).join('; ');
}

/** Sends the problem document. `instance` is the request id, which leads to the log line. */
export function sendProblem(response: Response, { status, type, title, message, extra, headers }: ProblemError): void {
  const instance = response.locals['requestId'] as string | undefined;
  const document = { type: base + type, title, status, detail: message, ...(instance && { instance }), ...extra };
  response.status(status).set(headers).type('application/problem+json').send(JSON.stringify(document));
}
