import { Readable } from 'node:stream';
import { chunksOf } from '../chunks-of.ts';
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
      const stalled = () => new UploadError('stalled', `Nothing was sent for ${stallTimeout} ms`);
      for await (const chunk of chunksOf(request, stallTimeout, stalled)) {
        lastByte = performance.now();
        yield chunk;
      }
    } finally {
      ending = done;
    }
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
