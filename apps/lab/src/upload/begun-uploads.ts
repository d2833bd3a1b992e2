import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An upload that may be gone on with, by this or a later call. */
export interface BegunUpload {
  readonly file: string;
  readonly size: number;
  /** When the file was written to last, in milliseconds since 1970. */
  readonly modified: number;
  /** The address of the uploader. */
  readonly to: string;
  readonly id: string;
}

export type BegunUploads = ReturnType<typeof createBegunUploads>;

/** Where programs of one user keep what they remember: https://specifications.freedesktop.org/basedir-spec/ */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'persistence-lab', 'uploads');
}

/** One small file for each local file and uploader, as long as the upload is not finished. */
export function createBegunUploads(folder: string) {
  const pathOf = (file: string, to: string) =>
    join(folder, `${createHash('sha256').update(`${to}\n${file}`).digest('hex').slice(0, 32)}.json`);

  return {
    async find(file: string, to: string): Promise<BegunUpload | undefined> {
      const text = await readFile(pathOf(file, to), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : (JSON.parse(text) as BegunUpload);
    },

    async keep(upload: BegunUpload): Promise<void> {
      const path = pathOf(upload.file, upload.to);
      const draft = `${path}.${randomUUID()}`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(draft, `${JSON.stringify(upload)}\n`, { flush: true, mode: 0o600 });
      await rename(draft, path);
    },

    forget: (file: string, to: string): Promise<void> => rm(pathOf(file, to), { force: true }),
  };
}
