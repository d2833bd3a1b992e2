import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { CannotRun } from '@persistence-lab/language';

/** A file that stays open, so that another put in its place under its name changes nothing. */
export type LocalFile = Awaited<ReturnType<typeof openLocalFile>>;

const readBytes = 256 * 1024;

/** @throws CannotRun when it can't be read, or is none */
export async function openLocalFile(given: string) {
  const handle = await openToRead(given);
  const begun = await handle.stat();
  if (!begun.isFile()) {
    await handle.close();
    throw new CannotRun(`${given} is not a file.`);
  }
  const { size, mtimeMs: modified } = begun;
  const path = await realpath(given);

  // By its descriptor: streams of a FileHandle leave a listener on it, each.
  const read = (start: number, end: number): ReadStream =>
    createReadStream(path, { fd: handle.fd, start, end: end - 1, autoClose: false, highWaterMark: readBytes });

  return {
    path,
    name: basename(path),
    size,
    /** Milliseconds since 1970. */
    modified,
    /** The bytes from `start` up to `end`; fewer when the file has become shorter. */
    read,
    /** @throws CannotRun when somebody has written to it since it was opened */
    async ensureUnchanged(): Promise<void> {
      const now = await handle.stat();
      if (now.size === size && now.mtimeMs === modified) return;
      throw new CannotRun(`${given} was changed while it was sent. To send it as it is now: --restart`);
    },
    async sha256(signal: AbortSignal): Promise<string> {
      const hash = createHash('sha256');
      if (size === 0) return hash.digest('hex');
      for await (const chunk of read(0, size)) {
        signal.throwIfAborted();
        hash.update(chunk as Buffer);
      }
      return hash.digest('hex');
    },
    close: () => handle.close(),
  };
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CannotRun(`${path} can't be read: ${reason}.`, { cause: error });
  }
}
