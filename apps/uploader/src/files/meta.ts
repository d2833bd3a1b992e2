import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storedFileSchema, type StoredFile } from '@persistence-lab/api';
import { errorCode, fileError, StorageError } from '@persistence-lab/durable';

// The two names in the folder of a kept file. A client's names never reach the disk but inside meta.json.
export const contentName = 'content';
export const metaName = 'meta.json';

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whatever is no id leads nowhere: there is no such file. */
export const isId = (name: string): boolean => idPattern.test(name);

/** On disk when it resolves, but for its name: that is synced with the folder. */
export async function writeMeta(folder: string, file: StoredFile): Promise<void> {
  await writeFile(join(folder, metaName), `${JSON.stringify(file)}\n`, { flag: 'wx', flush: true });
}

/** @throws StorageError `not-found`, or `corrupt` when what is there was not written by `writeMeta` */
export async function readMeta(folder: string, id: string): Promise<StoredFile> {
  const text = await readFile(join(folder, metaName), 'utf8').catch(async (error: unknown) => {
    throw await unreadable(folder, id, metaName, error);
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

/** Why a part of a file can't be read. A file goes as a whole, so a folder that lacks a part is damaged. */
export async function unreadable(folder: string, id: string, part: string, cause: unknown): Promise<StorageError> {
  if (errorCode(cause) !== 'ENOENT') return fileError(`reading ${join(folder, part)}`, cause);
  const damaged = await stat(folder).catch(() => undefined);
  return damaged ? new StorageError('corrupt', `${folder} has no ${part}`, { cause }) : notFound(id, cause);
}

export function notFound(id: string, cause?: unknown): StorageError {
  return new StorageError('not-found', `There is no file ${id}.`, { cause });
}
