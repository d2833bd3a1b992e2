import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileVerification, StoredFile } from '@persistence-lab/api';
import { fileError, StorageError } from '@persistence-lab/durable';
import { hashContent } from './content.ts';
import { contentName, isId, notFound, readError, readMeta } from './meta.ts';

/** The stored files, read from disk on every call: other processes add and remove files too. */
export type Catalog = ReturnType<typeof createCatalog>;

/** @param folder contains one folder per file, named by its id */
export function createCatalog(folder: string) {
  const folderOf = (id: string): string => {
    if (!isId(id)) throw notFound(id);
    return join(folder, id);
  };
  const get = async (id: string): Promise<StoredFile> => readMeta(folderOf(id), id);

  return {
    folderOf,
    get,
    usage: createUsage(folder, get),

    /** The file and its content, opened; its size matches the metadata. The caller closes it. */
    async open(id: string): Promise<{ file: StoredFile; content: FileHandle }> {
      const file = await get(id);
      const content = await open(join(folderOf(id), contentName), 'r').catch(async (error: unknown) => {
        throw await readError(folderOf(id), id, contentName, error);
      });
      const { size } = await content.stat();
      if (size === file.size) return { file, content };
      await content.close();
      throw new StorageError('corrupt', `${folderOf(id)} contains ${size} of ${file.size} bytes`);
    },

    /** A page of files and the cursor of the next page, stable while files are added and removed. */
    async list(limit: number, after?: string): Promise<{ files: StoredFile[]; next: string | null }> {
      const remaining = (await newestFirst(folder)).filter((id) => after === undefined || id < after);
      const files: StoredFile[] = [];
      for (const id of remaining) {
        if (files.length === limit) return { files, next: files.at(-1)?.id ?? null };
        const file = await undefinedIfNotFound(get(id));
        if (file) files.push(file);
      }
      return { files, next: null };
    },

    /** Reads the content again and compares it. Damage is a result, not an error. */
    async verify(id: string): Promise<FileVerification> {
      const { size, sha256 } = await get(id);
      const actual = await hashContent(join(folderOf(id), contentName));
      const intact = actual?.size === size && actual.sha256 === sha256;
      return { id, intact, expected: { size, sha256 }, actual: actual ?? null };
    },
  };
}

/** Ids are UUIDv7, so they sort by creation time. */
async function newestFirst(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileError(`listing ${folder}`, error);
  });
  return names.filter(isId).toSorted().toReversed();
}

/** Counts files and bytes. Files never change, so the size of each is read once. */
function createUsage(folder: string, get: (id: string) => Promise<StoredFile>) {
  let sizes = new Map<string, number>();
  return async (): Promise<{ files: number; bytes: number }> => {
    const current = new Map<string, number>();
    for (const id of await newestFirst(folder)) {
      const size = sizes.get(id) ?? (await undefinedIfNotFound(get(id)))?.size;
      if (size !== undefined) current.set(id, size);
    }
    sizes = current;
    return { files: current.size, bytes: [...current.values()].reduce((sum, size) => sum + size, 0) };
  };
}

/** Another process may remove a file after it was listed. */
async function undefinedIfNotFound<T>(value: Promise<T>): Promise<T | undefined> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found') return undefined;
    throw error;
  }
}
