import { StorageError, type StorageErrorCode } from '@persistence-lab/durable';
import { ProblemError, type ProblemInit } from './problem.ts';

type Row = Omit<ProblemInit, 'detail'> & { detail?: string };

// A row with its own detail says where the data lies and how it failed in its message: that is for the log.
const storageProblems: Record<StorageErrorCode, Row> = {
  'not-found': { status: 404, type: 'not-found', title: 'Not found' },
  conflict: { status: 412, type: 'conflict', title: 'A precondition does not hold' },
  invalid: { status: 400, type: 'invalid', title: 'The request is not valid' },
  'no-space': {
    status: 507,
    type: 'no-space',
    title: 'No space left',
    detail: 'The storage is full; nothing was kept.',
  },
  unavailable: {
    status: 503,
    type: 'unavailable',
    title: 'The storage is unavailable',
    detail: 'The storage cannot be reached or written now. A change that was under way may or may not be kept.',
    headers: { 'Retry-After': '1' },
  },
  corrupt: {
    status: 500,
    type: 'corrupt',
    title: 'The kept data is damaged',
    detail: 'What is kept is not what was written. The log of the service says where.',
  },
};

/** What the client is told about an error. The unknown is a 500 that says nothing of its cause. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError) {
    return new ProblemError({ detail: error.message, ...storageProblems[error.code], cause: error });
  }
  return clientError(error) ?? internal(error);
}

const clientProblems: Record<number, Pick<Row, 'type' | 'title'>> = {
  400: { type: 'bad-request', title: 'The request is malformed' },
  413: { type: 'too-large', title: 'The body is too large' },
  415: { type: 'unsupported-media-type', title: 'The media type is not supported' },
  416: { type: 'range-not-satisfiable', title: 'The range is not satisfiable' },
};

// Express's own parts throw errors of http-errors, which say by `expose` that they are meant for the client:
// body-parser (400, 413, 415), send (416). The router throws a URIError with a status for a path such as /notes/%ff.
function clientError(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, expose, headers } = error as { status?: number; expose?: boolean; headers?: Record<string, string> };
  const meant = expose === true || error instanceof URIError;
  if (!meant || status === undefined || status < 400 || status > 499) return undefined;
  const row = clientProblems[status] ?? { type: 'refused', title: 'The request is refused' };
  return new ProblemError({ ...row, status, detail: error.message, ...(headers && { headers }), cause: error });
}

function internal(cause: unknown): ProblemError {
  return new ProblemError({
    status: 500,
    type: 'internal',
    title: 'Internal error',
    detail: 'The service failed in a way that it did not expect. Its log has more under this instance.',
    cause,
  });
}
