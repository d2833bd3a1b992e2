/**
 * A failure of any store. `code` is a closed set:
 *
 * - `not-found`: the store holds nothing under that name.
 * - `conflict`: a precondition of the change does not hold; nothing was changed.
 * - `invalid`: the request can never succeed as it is, such as one with a malformed cursor.
 * - `no-space`: the disk or the quota is full; nothing was acknowledged.
 * - `unavailable`: the store cannot be reached or cannot write now. A change that was under way may be
 *   kept or not.
 * - `corrupt`: the stored data is not what was written. Never treated as "missing".
 *
 * It is independent of HTTP; `cause` keeps the original error.
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
 * Translates the error of a file-system call: ENOSPC and EDQUOT become `no-space`, every other error
 * `unavailable`. A StorageError is returned unchanged.
 *
 * @param operation for the message: "writing notes.journal"
 */
export function fileError(operation: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const code = errorCode(cause);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(noSpace.has(code ?? '') ? 'no-space' : 'unavailable', `${operation}: ${reason}`, { cause });
}

/** The `code` of a Node.js system error ("ENOENT"), or undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
