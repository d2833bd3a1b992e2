import { ApiError } from '@persistence-lab/api';
import { type Text, untranslated, UserError } from '@persistence-lab/language';
import { DetailedError } from 'tus-js-client';

/**
 * Why an upload stopped:
 *
 * - `gone`: the server answers, but the upload does not exist there any more.
 * - `different`: the server's content differs from the file.
 * - `refused`: the server would answer the same to every retry.
 * - `unreachable`: no answer, or one that a retry may change.
 *
 * The text is one clause without a full stop.
 */
export class UploadFailure extends UserError {
  readonly reason: 'gone' | 'different' | 'refused' | 'unreachable';

  constructor(reason: UploadFailure['reason'], text: Text, options?: ErrorOptions) {
    super(text, options);
    this.name = 'UploadFailure';
    this.reason = reason;
  }
}

// A timeout, a locked upload, too many requests, and the answers of proxies while their server is replaced.
const temporary = new Set([408, 409, 423, 425, 429, 500, 502, 503, 504]);

/** The failure behind an error of the tus client or of the API client. Returns every other error as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof ApiError) {
    const { status, type, title, detail = title } = error.problem;
    return failureBy(status, detail, error, type !== 'about:blank');
  }
  if (error instanceof DetailedError) {
    const answer = error.originalResponse;
    if (answer === null) return unreachable(error, error.causingError ?? error);
    // Only an uploader names the protocol.
    const byUploader = answer.getHeader('Tus-Resumable') !== undefined;
    return failureBy(answer.getStatus(), detailOf(answer.getBody()), error, byUploader);
  }
  if (error instanceof TypeError && error.message === 'fetch failed') return unreachable(error, error.cause);
  return error;
}

function failureBy(status: number, detail: string, cause: Error, byUploader: boolean): UploadFailure {
  const answer = `${status}${detail ? `: ${detail}` : ''}`;
  const text = { en: `the server answered ${answer}`, 'pt-BR': `o servidor respondeu ${answer}` };
  if (temporary.has(status)) return new UploadFailure('unreachable', text, { cause });
  if (byUploader) return new UploadFailure(status === 404 || status === 410 ? 'gone' : 'refused', text, { cause });
  const foreign = { en: `${text.en}, and is not an uploader`, 'pt-BR': `${text['pt-BR']} e não é um uploader` };
  return new UploadFailure('refused', foreign, { cause });
}

function detailOf(body: string): string {
  try {
    const { detail, title } = JSON.parse(body) as { detail?: string; title?: string };
    return detail ?? title ?? '';
  } catch {
    return '';
  }
}

/** No answer. The operating system gives the reason; of several addresses, the first one's counts. */
function unreachable(cause: Error, reason: unknown): UploadFailure {
  const [first = reason] = reason instanceof AggregateError ? (reason.errors as unknown[]) : [];
  const message = first instanceof Error ? first.message || first.name : String(first);
  return new UploadFailure('unreachable', untranslated(message), { cause });
}
