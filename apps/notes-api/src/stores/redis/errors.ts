import { ClientClosedError, ClientOfflineError, ErrorReply } from '@redis/client';
import { StorageError, type StorageErrorCode } from '@persistence-lab/durable';
import { errorMessage } from '../connect-with-retry.ts';

/** The server accepted the connection but said nothing for too long. */
export class ResponseTimeoutError extends Error {}

/** How Redis begins an error reply; anywhere in it when it comes out of a script, and before Redis 7. */
const replies: [RegExp, StorageErrorCode][] = [
  [/\bOOM\b/, 'no-space'],
  [/\bMISCONF\b.*No space left/, 'no-space'],
  [/\bWRONGTYPE\b/, 'corrupt'],
];

/** Translates a failed command. `change` says that it would have changed something. */
export function redisError(doing: string, cause: unknown, change: boolean): StorageError {
  if (cause instanceof StorageError) return cause;
  const reason = errorMessage(cause);
  if (cause instanceof ErrorReply) {
    const code = replies.find(([pattern]) => pattern.test(reason))?.[1] ?? 'unavailable';
    return new StorageError(code, `${doing}: Redis: ${reason}`, { cause });
  }
  // These two are thrown before anything is sent; after any other the command may have been carried out.
  const sent = !(cause instanceof ClientOfflineError || cause instanceof ClientClosedError);
  const fate = change && sent ? '; whether the change was kept is not known' : '';
  const message = sent ? `${doing}: Redis: ${reason}${fate}` : `${doing}: no connection to Redis`;
  return new StorageError('unavailable', message, { cause });
}

/**
 * Errors at start that waiting may mend. A server that answers with anything but "not yet" will go on
 * to do so: a wrong or missing password, an unknown database, missing rights.
 */
export function isTransient(error: unknown): boolean {
  return (
    !(error instanceof ErrorReply) ||
    /\b(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|max number of clients)\b/.test(error.message)
  );
}
