/**
 * Why an upload did not go on, beside what the disk says (StorageError):
 *
 * - `wrong-offset`: another offset stands; ask for it.
 * - `locked`: another request is at it, here or in another process. Worth another try in seconds.
 * - `checksum-mismatch`: what arrived is not what was sent; none of it was kept.
 * - `stalled`: the sender sent nothing for too long; what arrived is kept.
 * - `too-many`: as many unfinished uploads as there may be.
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
