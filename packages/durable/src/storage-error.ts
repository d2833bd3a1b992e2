/**
 * What can go wrong with kept data, whichever store keeps it. `code` is a closed set:
 *
 * - `not-found`: nothing is kept under that name.
 * - `conflict`: a precondition of the change does not hold; nothing was changed.
 * - `invalid`: the request can never succeed as it is (a malformed cursor, say).
 * - `no-space`: the disk or the quota is full; nothing was acknowledged.
 * - `unavailable`: the store can't be reached or can't write now. Of a change that was under way
 *   nothing is known: it may or may not be kept.
 * - `corrupt`: what is kept is not what was written. Never treated as "missing".
 *
 * It knows nothing of HTTP; `cause` keeps the error underneath.
 */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.code = code;
  }
}

export type StorageErrorCode = 'not-found' | 'conflict' | 'invalid' | 'no-space' | 'unavailable' | 'corrupt';

const noSpace = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Translates a failed file-system call: ENOSPC and EDQUOT become `no-space`, every other one
 * `unavailable`. A StorageError passes through as it is.
 *
 * @param doing what was attempted, for the message: "writing notes.journal"
 */
export function fileError(doing: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const code = errorCode(cause);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(noSpace.has(code ?? '') ? 'no-space' : 'unavailable', `${doing}: ${reason}`, { cause });
}

/** The `code` of a Node.js system error ("ENOENT"), or undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
