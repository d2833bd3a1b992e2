import type { Readable } from 'node:stream';

/**
 * The chunks of a stream. Throws `stallError()` when none arrives within the timeout (milliseconds); time that
 * the consumer spends on a chunk does not count. The stream stays open, so that its request can be answered.
 */
export async function* readChunks(source: Readable, timeout: number, stallError: () => Error): AsyncGenerator<Buffer> {
  const chunks = source.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await withTimeout(chunks.next(), timeout, stallError);
    if (done) return;
    yield value as Buffer;
  }
}

async function withTimeout<T>(next: Promise<T>, timeout: number, timeoutError: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeoutError()), timeout);
  try {
    return await Promise.race([next, promise]);
  } finally {
    clearTimeout(timer);
    next.catch(() => undefined);
  }
}
