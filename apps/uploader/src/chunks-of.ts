import type { Readable } from 'node:stream';

/**
 * The chunks of a stream. Throws what `stalled` makes when none comes for so many milliseconds; the time in
 * which it is the reader who takes none does not count. The stream stays open, so that a request can be answered.
 */
export async function* chunksOf(source: Readable, milliseconds: number, stalled: () => Error): AsyncGenerator<Buffer> {
  const chunks = source.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await within(chunks.next(), milliseconds, stalled);
    if (done) return;
    yield value as Buffer;
  }
}

async function within<T>(next: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), milliseconds);
  try {
    return await Promise.race([next, promise]);
  } finally {
    clearTimeout(timer);
    next.catch(() => undefined);
  }
}
