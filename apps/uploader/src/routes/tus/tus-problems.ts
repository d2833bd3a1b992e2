import { ProblemError, type ProblemInit } from '@persistence-lab/service';
import { ERRORS } from '@tus/server';
import { UploadError, type UploadErrorCode } from '../../uploads/upload-error.ts';

type Row = Omit<ProblemInit, 'detail'>;

const uploadProblems: Record<UploadErrorCode, Row> = {
  'wrong-offset': { status: 409, type: 'wrong-offset', title: 'The upload is at another offset' },
  locked: { status: 423, type: 'locked', title: 'The upload is locked', headers: { 'Retry-After': '1' } },
  // The status that the tus checksum extension defines.
  'checksum-mismatch': { status: 460, type: 'checksum-mismatch', title: 'The checksum does not match' },
  stalled: { status: 408, type: 'stalled', title: 'The upload stalled' },
  'too-many': {
    status: 429,
    type: 'too-many-uploads',
    title: 'Too many unfinished uploads',
    headers: { 'Retry-After': '60' },
  },
};

// The library throws `{ status_code, body }` with a sentence of plain text.
const libraryProblems: Record<number, Pick<Row, 'type' | 'title'>> = {
  400: { type: 'refused', title: 'The request is refused' },
  404: { type: 'not-found', title: 'Not found' },
  409: uploadProblems['wrong-offset'],
  410: { type: 'expired', title: 'The upload has expired' },
  413: { type: 'too-large', title: 'The upload is too large' },
};

// The protocol does not define the termination of a finished upload. The library answers 400, but the request is valid.
const finished: ProblemInit = {
  status: 403,
  type: 'finished',
  title: 'The upload is finished',
  detail: 'The upload is a file now: delete the file instead',
};

/** Converts errors of uploads and of the library to problems; other errors stay unchanged. */
export function tusProblem(error: unknown): unknown {
  if (error instanceof UploadError)
    return new ProblemError({ ...uploadProblems[error.code], detail: error.message, cause: error });
  if (error === ERRORS.INVALID_TERMINATION) return new ProblemError(finished);
  const { status_code: status, body } = error as { status_code?: number; body?: string };
  const row = status === undefined ? undefined : libraryProblems[status];
  if (status === undefined || !row) return error;
  return new ProblemError({ ...row, status, detail: body?.trim() ?? row.title });
}
