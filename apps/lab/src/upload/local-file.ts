import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Text, untranslated, UserError } from '@persistence-lab/language';

/** An open file: replacing the file at its path does not affect it. */
export type LocalFile = Awaited<ReturnType<typeof openLocalFile>>;

const readBytes = 256 * 1024;

/** @throws UserError when the path is unreadable or not a file */
export async function openLocalFile(given: string) {
  const handle = await openToRead(given);
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw new UserError({ en: `${given} is not a file.`, 'pt-BR': `${given} não é um arquivo.` });
  }
  const { size, mtimeMs: modified } = stats;
  const path = await realpath(given);

  // Reads by descriptor: each stream of a FileHandle would leave a listener on the handle.
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
    /** @throws UserError when the file has been written to since it was opened */
    async ensureUnchanged(): Promise<void> {
      const now = await handle.stat();
      if (now.size === size && now.mtimeMs === modified) return;
      throw new UserError({
        en: `${given} was changed while it was sent. To send it as it is now: --restart`,
        'pt-BR': `${given} mudou durante o envio. Para enviar como está agora: --restart`,
      });
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
    const { code, message } = error as NodeJS.ErrnoException;
    const missing: Text = { en: 'there is no such file', 'pt-BR': 'o arquivo não existe' };
    const reason = code === 'ENOENT' ? missing : untranslated(message);
    throw new UserError(
      {
        en: `${path} can't be read: ${reason.en}.`,
        'pt-BR': `Não foi possível ler ${path}: ${reason['pt-BR']}.`,
      },
      { cause: error },
    );
  }
}
