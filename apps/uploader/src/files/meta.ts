import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storedFileSchema, type StoredFile } from '@persistence-lab/api';
import { errorCode, fileError, StorageError } from '@persistence-lab/durable';

// The two names in the folder of a file. Names that clients choose appear only inside meta.json.
export const contentName = 'content';
export const metaName = 'meta.json';

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Checked before an id becomes part of a path. */
export const isId = (name: string): boolean => idPattern.test(name);

/** The content is synced when it resolves; the name is not, until the folder is synced. */
export async function writeMeta(folder: string, file: StoredFile): Promise<void> {
  await writeFile(join(folder, metaName), `${JSON.stringify(file)}\n`, { flag: 'wx', flush: true });
}

/** @throws StorageError `not-found`, or `corrupt` when the file was not written by `writeMeta` */
export async function readMeta(folder: string, id: string): Promise<StoredFile> {
  const text = await readFile(join(folder, metaName), 'utf8').catch(async (error: unknown) => {
    throw await readError(folder, id, metaName, error);
  });
  const parsed = storedFileSchema.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.id !== id) {
    throw new StorageError('corrupt', `${join(folder, metaName)} does not describe file ${id}`);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A failed read as a StorageError. Folders are removed as a whole, so a folder without one of its files is corrupt. */
export async function readError(folder: string, id: string, name: string, cause: unknown): Promise<StorageError> {
  if (errorCode(cause) !== 'ENOENT') return fileError(`reading ${join(folder, name)}`, cause);
  const exists = await stat(folder).catch(() => undefined);
  return exists ? new StorageError('corrupt', `${folder} has no ${name}`, { cause }) : notFound(id, cause);
}

export function notFound(id: string, cause?: unknown): StorageError {
  return new StorageError('not-found', `File ${id} does not exist`, { cause });
}
