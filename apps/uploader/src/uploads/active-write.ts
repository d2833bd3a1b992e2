import { Readable } from 'node:stream';
import { readChunks } from '../files/read-chunks.ts';
import { lockedByOther, UploadError } from './upload-error.ts';

export type ActiveWrites = ReturnType<typeof createActiveWrites>;
export type ActiveWrite = ReturnType<typeof createActiveWrite>;

/** The requests of this process that are adding bytes, at most one per upload. */
export function createActiveWrites({ stallTimeout, uploadLease }: { stallTimeout: number; uploadLease: number }) {
  const writes = new Map<string, ActiveWrite>();
  return {
    get: (id: string): ActiveWrite | undefined => writes.get(id),

    /** Registers a write, which must be ended. @throws UploadError `locked` */
    async begin(id: string, request: Readable): Promise<ActiveWrite> {
      await preemptStalled(writes.get(id), uploadLease);
      if (writes.has(id)) throw lockedByOther();
      const write = createActiveWrite(request, stallTimeout, () => writes.delete(id));
      writes.set(id, write);
      return write;
    },
  };
}

/** Waits for a write that is completing, aborts one whose client has sent nothing for a lease duration. */
async function preemptStalled(write: ActiveWrite | undefined, leaseDuration: number): Promise<void> {
  if (!write) return;
  if (write.timeSinceLastByte > leaseDuration) write.abort();
  else if (!write.completing) throw lockedByOther();
  await write.done;
}

function createActiveWrite(request: Readable, stallTimeout: number, onEnd: () => void) {
  const controller = new AbortController();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let lastByte = performance.now();
  let completing: Promise<void> | undefined;

  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      const stallError = () => new UploadError('stalled', `No data arrived for ${stallTimeout} ms`);
      for await (const chunk of readChunks(request, stallTimeout, stallError)) {
        lastByte = performance.now();
        yield chunk;
      }
    } finally {
      completing = done;
    }
  }

  return {
    source: Readable.from(chunks()),
    signal: controller.signal,
    abort: () => controller.abort(),
    /** Resolves when the write has ended and the upload is free again. */
    done,
    end(): void {
      onEnd();
      resolve();
    },
    /** The same promise once all bytes are received and only their sync is left; undefined before. */
    get completing() {
      return completing;
    },
    /** In milliseconds. */
    get timeSinceLastByte() {
      return performance.now() - lastByte;
    },
  };
}
