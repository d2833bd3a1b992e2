import { formatDuration, type Language } from '@persistence-lab/language';
import { Upload } from 'tus-js-client';
import type { LocalFile } from './local-file.ts';
import { failureOf, UploadFailure } from './upload-failure.ts';

export interface Transfer {
  readonly file: LocalFile;
  /** The URL of the upload. */
  readonly url: string;
  /** Bytes of one request: a lost connection loses less than that. */
  readonly chunkSize: number;
  /** Milliseconds without a byte sent or acknowledged after which the connection counts as lost. */
  readonly stallTimeout: number;
  readonly signal: AbortSignal;
  /** Bytes handed to the network. */
  readonly onSent: (bytes: number) => void;
  /** Bytes that the server has on disk. */
  readonly onAcknowledged: (bytes: number) => void;
}

/**
 * Asks for the offset of the upload and sends the rest, without retries.
 *
 * @throws UploadFailure; the reason of `signal`
 */
export async function transfer({
  file,
  url,
  chunkSize,
  stallTimeout,
  signal,
  onSent,
  onAcknowledged,
}: Transfer): Promise<void> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const watch = setTimeout(() => reject(stalled(stallTimeout)), stallTimeout);
  const interrupted = () => reject(signal.reason as Error);
  const upload = new Upload(Buffer.alloc(0), {
    // Without an endpoint, so that the client never restarts an upload that the server has lost.
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
    onChunkComplete: (_size, acknowledged) => onAcknowledged(acknowledged),
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

function stalled(timeout: number): UploadFailure {
  const duration = (language: Language) => formatDuration(timeout, language);
  return new UploadFailure('unreachable', {
    en: `no data was transferred for ${duration('en')}`,
    'pt-BR': `nenhum dado foi transferido por ${duration('pt-BR')}`,
  });
}

/** Slices of an open file. Fail when it has become shorter: the server would wait for the rest. */
function sourceOf(file: LocalFile, fail: (error: Error) => void) {
  const becameShorter = { en: `${file.name} became shorter`, 'pt-BR': `${file.name} ficou menor` };
  return {
    size: file.size,
    async slice(start: number, end: number) {
      const value = file.read(start, end);
      value.once('error', fail).once('end', () => {
        if (value.bytesRead < end - start) fail(new UploadFailure('unreachable', becameShorter));
      });
      return { value: Object.assign(value, { size: end - start }), done: end >= file.size };
    },
    close: () => undefined,
  };
}
