import { ProblemError, type ProblemInit } from '@persistence-lab/service';
import { ERRORS } from '@tus/server';
import { UploadError, type UploadErrorCode } from '../uploads/upload-error.ts';

type Row = Omit<ProblemInit, 'detail'>;

const retry = { 'Retry-After': '1' };

const rows: Record<UploadErrorCode, Row> = {
  'wrong-offset': { status: 409, type: 'wrong-offset', title: 'The upload stands elsewhere' },
  locked: { status: 423, type: 'locked', title: 'The upload is locked', headers: retry },
  // The number that the protocol gives it.
  'checksum-mismatch': { status: 460, type: 'checksum-mismatch', title: 'The checksum does not match' },
  stalled: { status: 408, type: 'stalled', title: 'The upload stalled' },
  'too-many': {
    status: 429,
    type: 'too-many-uploads',
    title: 'Too many unfinished uploads',
    headers: { 'Retry-After': '60' },
  },
};

// What the library throws is `{ status_code, body }`, one sentence of plain text.
const types: Record<number, Pick<Row, 'type' | 'title'>> = {
  400: { type: 'refused', title: 'The request is refused' },
  404: { type: 'not-found', title: 'Not found' },
  409: rows['wrong-offset'],
  410: { type: 'expired', title: 'The upload has expired' },
  413: { type: 'too-large', title: 'The upload is too large' },
};

// The protocol leaves open what becomes of a finished upload. The library says 400, but nothing is wrong with the request.
const finished: ProblemInit = {
  status: 403,
  type: 'finished',
  title: 'The upload is finished',
  detail: 'It is a file now, and is deleted as one',
};

/** An error of an upload as a problem document; what is neither ours nor the library's stays as it is. */
export function tusProblem(error: unknown): unknown {
  if (error instanceof UploadError)
    return new ProblemError({ ...rows[error.code], detail: error.message, cause: error });
  if (error === ERRORS.INVALID_TERMINATION) return new ProblemError(finished);
  const { status_code: status, body } = error as { status_code?: number; body?: string };
  const row = status === undefined ? undefined : types[status];
  if (status === undefined || !row) return error;
  return new ProblemError({ ...row, status, detail: body?.trim() ?? row.title });
}
