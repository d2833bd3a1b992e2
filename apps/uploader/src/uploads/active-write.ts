import { Readable } from 'node:stream';
import { UploadError } from './upload-error.ts';

export type ActiveWrite = ReturnType<typeof createActiveWrite>;

/** A request of this process that is adding bytes: what others need to know of it, and how they end it. */
export function createActiveWrite(request: Readable, stallTimeout: number) {
  const controller = new AbortController();
  const { promise: done, resolve: end } = Promise.withResolvers<void>();
  let lastByte = performance.now();
  let ending: Promise<void> | undefined;

  async function* watched(): AsyncGenerator<Buffer> {
    try {
      // The time in which it is we who do not read does not count.
      for (const chunks = request.iterator()[Symbol.asyncIterator](); ;) {
        const { done: ended, value } = await orStalled(chunks.next());
        if (ended) return;
        lastByte = performance.now();
        yield value as Buffer;
      }
    } finally {
      ending = done;
    }
  }

  function orStalled<T>(next: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      request.destroy(new UploadError('stalled', `Nothing was sent for ${stallTimeout} ms`));
    }, stallTimeout);
    return next.finally(() => clearTimeout(timer));
  }

  return {
    source: Readable.from(watched()),
    signal: controller.signal,
    cancel: () => controller.abort(),
    /** Resolves when all of it is over, the upload free again. */
    done,
    end,
    /** The same, once nothing more comes: what came is being brought to the disk. */
    get ending() {
      return ending;
    },
    /** Milliseconds since something came. */
    get silence() {
      return performance.now() - lastByte;
    },
  };
}
