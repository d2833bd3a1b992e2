import { StorageError, type StorageErrorCode } from '@persistence-lab/durable';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../process/logger.ts';
import { requestIdOf } from '../requests/observe-requests.ts';
import { ProblemError, type ProblemInit, sendProblem } from './problem.ts';

/** Answers errors with problem documents, and logs those with status 500 and above with their stack. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = toProblem(error);
    const requestId = requestIdOf(response);
    // The client closed the connection during the response, so there is nothing to send.
    if (response.destroyed) return void logger.debug({ requestId, err: error }, 'client disconnected');
    // A route throws a problem on purpose, so its text is complete; any other error needs its stack in the log.
    if (error === problem) logger.debug({ requestId, type: problem.type, status: problem.status }, problem.message);
    else if (problem.status >= 500) logger.error({ requestId, err: error }, problem.title);
    // Part of the response is sent already: only an aborted connection shows the client that the rest is missing.
    if (response.headersSent) return void response.destroy();
    sendProblem(response, problem);
  };
}

type Row = Omit<ProblemInit, 'detail'> & { detail?: string };

// A row has its own detail when the message of the error names paths and causes, which belong in the log only.
const storageProblems: Record<StorageErrorCode, Row> = {
  'not-found': { status: 404, type: 'not-found', title: 'Not found' },
  conflict: { status: 412, type: 'conflict', title: 'A precondition does not hold' },
  invalid: { status: 400, type: 'invalid', title: 'The request is not valid' },
  'no-space': {
    status: 507,
    type: 'no-space',
    title: 'No space left',
    detail: 'The storage is full; nothing was stored.',
  },
  unavailable: {
    status: 503,
    type: 'unavailable',
    title: 'The storage is unavailable',
    detail: 'The storage cannot be reached or written. A change in progress may or may not be stored.',
    headers: { 'Retry-After': '1' },
  },
  corrupt: {
    status: 500,
    type: 'corrupt',
    title: 'The stored data is damaged',
    detail: 'The stored data differs from what was written. The log of the service names the place.',
  },
};

/** Maps an error to the problem that the client receives. An unknown error becomes a 500 without its cause. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError) {
    return new ProblemError({ detail: error.message, ...storageProblems[error.code], cause: error });
  }
  return toClientProblem(error) ?? internalProblem(error);
}

const clientProblems: Record<number, Pick<Row, 'type' | 'title'>> = {
  400: { type: 'bad-request', title: 'The request is malformed' },
  413: { type: 'too-large', title: 'The body is too large' },
  415: { type: 'unsupported-media-type', title: 'The media type is not supported' },
  416: { type: 'range-not-satisfiable', title: 'The range is not satisfiable' },
};

// Parts of Express throw errors of http-errors, whose `expose` marks a message for the client: body-parser
// (400, 413, 415), send (416). The router throws a URIError with a status for a path such as /notes/%ff.
function toClientProblem(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, expose, headers } = error as { status?: number; expose?: boolean; headers?: Record<string, string> };
  const forClient = expose === true || error instanceof URIError;
  if (!forClient || status === undefined || status < 400 || status > 499) return undefined;
  const row = clientProblems[status] ?? { type: 'refused', title: 'The request is refused' };
  return new ProblemError({ ...row, status, detail: error.message, ...(headers && { headers }), cause: error });
}

function internalProblem(cause: unknown): ProblemError {
  return new ProblemError({
    status: 500,
    type: 'internal',
    title: 'Internal error',
    detail: 'The service failed unexpectedly. Its log has more under the instance of this problem.',
    cause,
  });
}
