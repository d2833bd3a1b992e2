import { ClientClosedError, ClientOfflineError, ErrorReply } from '@redis/client';
import { StorageError, type StorageErrorCode } from '@persistence-lab/durable';
import { errorMessage } from '../connect-with-retry.ts';

/** The server did not reply within the timeout. */
export class ResponseTimeoutError extends Error {}

/** Codes of error replies: at the beginning, but anywhere in replies from scripts and from Redis before 7. */
const replies: [RegExp, StorageErrorCode][] = [
  [/\bOOM\b/, 'no-space'],
  [/\bMISCONF\b.*No space left/, 'no-space'],
  [/\bWRONGTYPE\b/, 'corrupt'],
];

/** Translates a failed command. `change`: the command modifies data, so its outcome may be unknown. */
export function redisError(operation: string, cause: unknown, change: boolean): StorageError {
  if (cause instanceof StorageError) return cause;
  const reason = errorMessage(cause);
  if (cause instanceof ErrorReply) {
    const code = replies.find(([pattern]) => pattern.test(reason))?.[1] ?? 'unavailable';
    return new StorageError(code, `${operation}: Redis: ${reason}`, { cause });
  }
  // Only these two are thrown before the command is sent; after any other it may have been executed.
  const sent = !(cause instanceof ClientOfflineError || cause instanceof ClientClosedError);
  const outcome = change && sent ? '; the outcome of the change is unknown' : '';
  const message = sent ? `${operation}: Redis: ${reason}${outcome}` : `${operation}: no connection to Redis`;
  return new StorageError('unavailable', message, { cause });
}

/**
 * Whether a retry at start can succeed. Error replies are permanent (a wrong or missing password, an unknown database,
 * missing permissions), except those of a server that is not ready yet.
 */
export function isTransient(error: unknown): boolean {
  return (
    !(error instanceof ErrorReply) ||
    /\b(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|max number of clients)\b/.test(error.message)
  );
}
