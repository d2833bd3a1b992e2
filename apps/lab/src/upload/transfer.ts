import { Upload } from 'tus-js-client';
import type { LocalFile } from './local-file.ts';
import { failureOf, UploadFailure } from './upload-failure.ts';

export interface Transfer {
  readonly file: LocalFile;
  /** Of the upload. */
  readonly url: string;
  /** Bytes of one request: a lost connection costs less than that. */
  readonly chunkSize: number;
  /** Milliseconds without a byte sent or acknowledged after which the connection counts as lost. */
  readonly stallAfter: number;
  readonly signal: AbortSignal;
  /** Bytes handed to the network. */
  readonly onSent: (bytes: number) => void;
  /** Bytes that the server says it has on disk. */
  readonly onTold: (bytes: number) => void;
}

/**
 * Asks where the upload stands and sends what is missing, once.
 *
 * @throws UploadFailure; the reason of `signal`
 */
export async function transfer({ file, url, chunkSize, stallAfter, signal, onSent, onTold }: Transfer): Promise<void> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const stalled = () => reject(new UploadFailure('unreachable', `nothing went through for ${stallAfter / 1000} s`));
  const watch = setTimeout(stalled, stallAfter);
  const interrupted = () => reject(signal.reason as Error);
  const upload = new Upload(Buffer.alloc(0), {
    // Without an endpoint, so that the client never begins anew what the server has lost.
    uploadUrl: url,
    chunkSize,
    retryDelays: null,
    storeFingerprintForResuming: false,
    fingerprint: async () => file.path,
    fileReader: { openFile: async () => sourceOf(file, reject) },
    onProgress: (bytes) => {
      watch.refresh();
      onSent(bytes);
    },
    onChunkComplete: (_size, told) => onTold(told),
    onSuccess: () => resolve(),
    onError: reject,
  });
  signal.addEventListener('abort', interrupted, { once: true });
  try {
    signal.throwIfAborted();
    upload.start();
    await ended;
  } catch (error) {
    await upload.abort();
    throw failureOf(error);
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', interrupted);
  }
}

/** Slices of an open file. One that has become shorter would leave the server waiting for the rest. */
function sourceOf(file: LocalFile, fail: (error: Error) => void) {
  return {
    size: file.size,
    async slice(start: number, end: number) {
      const value = file.read(start, end);
      value.once('error', fail).once('end', () => {
        if (value.bytesRead < end - start) fail(new UploadFailure('unreachable', `${file.name} became shorter`));
      });
      return { value: Object.assign(value, { size: end - start }), done: end >= file.size };
    },
    close: () => undefined,
  };
}
