import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An upload that this or a later call can resume. */
export interface UnfinishedUpload {
  readonly file: string;
  readonly size: number;
  /** When the file was last written to, in milliseconds since 1970. */
  readonly modified: number;
  /** The URL of the uploader. */
  readonly to: string;
  readonly id: string;
}

export type UnfinishedUploads = ReturnType<typeof createUnfinishedUploads>;

/** The folder for the state of a user's programs: https://specifications.freedesktop.org/basedir-spec/ */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'persistence-lab', 'uploads');
}

/** Stores one small file for each local file and uploader until the upload is finished. */
export function createUnfinishedUploads(folder: string) {
  const pathOf = (file: string, to: string) =>
    join(folder, `${createHash('sha256').update(`${to}\n${file}`).digest('hex').slice(0, 32)}.json`);

  return {
    async find(file: string, to: string): Promise<UnfinishedUpload | undefined> {
      const text = await readFile(pathOf(file, to), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : (JSON.parse(text) as UnfinishedUpload);
    },

    async save(upload: UnfinishedUpload): Promise<void> {
      const path = pathOf(upload.file, upload.to);
      const temporary = `${path}.${randomUUID()}`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(temporary, `${JSON.stringify(upload)}\n`, { flush: true, mode: 0o600 });
      await rename(temporary, path);
    },

    remove: (file: string, to: string): Promise<void> => rm(pathOf(file, to), { force: true }),
  };
}
