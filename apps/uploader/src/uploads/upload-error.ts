import { errorCode, StorageError } from '@persistence-lab/durable';

/**
 * Why an upload did not go on, apart from errors of the disk (StorageError):
 *
 * - `wrong-offset`: the upload is at another offset; the client must ask for it.
 * - `locked`: another request holds the lease, here or in another process. Worth a retry within seconds.
 * - `checksum-mismatch`: the received bytes do not match the checksum; none of them was kept.
 * - `stalled`: the client sent nothing for too long; the received bytes are kept.
 * - `too-many`: the limit of unfinished uploads is reached.
 */
export class UploadError extends Error {
  readonly code: UploadErrorCode;

  constructor(code: UploadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UploadError';
    this.code = code;
  }
}

export type UploadErrorCode = 'wrong-offset' | 'locked' | 'checksum-mismatch' | 'stalled' | 'too-many';

export function lockedByOther(): UploadError {
  return new UploadError('locked', 'The upload is locked by another request');
}

export function takenOver(cause: unknown): UploadError {
  return new UploadError('locked', 'Another request has taken over this upload', { cause });
}

/** For uploads that another process may have removed or finished. */
export function ignoreNotFound(error: unknown): undefined {
  if (error instanceof StorageError && error.code === 'not-found') return undefined;
  if (errorCode(error) === 'ENOENT') return undefined;
  throw error;
}

export function ignoreLocked(error: unknown): void {
  if (!(error instanceof UploadError && error.code === 'locked')) throw error;
}
