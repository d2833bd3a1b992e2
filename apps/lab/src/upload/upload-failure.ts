import { ApiError } from '@persistence-lab/api';
import { DetailedError } from 'tus-js-client';

/**
 * Why an upload does not go on:
 *
 * - `gone`: the server answers, and has nothing of it any more.
 * - `different`: what the server has is not what was sent.
 * - `refused`: the server will say the same to every other try.
 * - `unreachable`: no answer, or one that another try may change.
 */
export class UploadFailure extends Error {
  readonly reason: 'gone' | 'different' | 'refused' | 'unreachable';

  constructor(reason: UploadFailure['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UploadFailure';
    this.reason = reason;
  }
}

// A timeout, another request at the upload, too many requests, and what proxies say whose server is being replaced.
const passing = new Set([408, 409, 423, 425, 429, 500, 502, 503, 504]);

/** What the standard client, or ours, ends with. Everything else is given back as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof ApiError) {
    const { status, type, title, detail = title } = error.problem;
    return failureBy(status, detail, error, type !== 'about:blank');
  }
  if (error instanceof DetailedError) {
    const answer = error.originalResponse;
    if (answer === null)
      return new UploadFailure('unreachable', reasonOf(error.causingError ?? error), { cause: error });
    // Only an uploader names the protocol.
    const spoken = answer.getHeader('Tus-Resumable') !== undefined;
    return failureBy(answer.getStatus(), detailOf(answer.getBody()), error, spoken);
  }
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return new UploadFailure('unreachable', reasonOf(error.cause), { cause: error });
  }
  return error;
}

function failureBy(status: number, detail: string, cause: Error, byUploader: boolean): UploadFailure {
  const said = `the server answered ${status}${detail ? `: ${detail}` : ''}`;
  if (passing.has(status)) return new UploadFailure('unreachable', said, { cause });
  if (!byUploader) return new UploadFailure('refused', `${said}, and is no uploader`, { cause });
  if (status === 404 || status === 410) return new UploadFailure('gone', said, { cause });
  return new UploadFailure('refused', said, { cause });
}

function detailOf(body: string): string {
  try {
    const { detail, title } = JSON.parse(body) as { detail?: string; title?: string };
    return detail ?? title ?? '';
  } catch {
    return '';
  }
}

/** What went wrong with a connection; where there were several addresses, with the first. */
function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first instanceof Error ? first.message || first.name : String(first);
}
