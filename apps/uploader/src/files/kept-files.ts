import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileVerification, StoredFile } from '@persistence-lab/api';
import { fileError, StorageError } from '@persistence-lab/durable';
import { hashContent } from './hash-content.ts';
import { contentName, isId, notFound, readMeta, unreadable } from './meta.ts';

/** The kept files, read from their folder at every call: other processes add and remove files too. */
export type KeptFiles = ReturnType<typeof createKeptFiles>;

/** @param folder holds one folder a file, named by its id */
export function createKeptFiles(folder: string) {
  // Files never change, so a size is read once. Of removed files nothing stays here.
  let sizes = new Map<string, number>();

  /** Where a file is or would be. */
  function folderOf(id: string): string {
    if (!isId(id)) throw notFound(id);
    return join(folder, id);
  }

  /** Newest first: ids are UUIDv7, so they sort by the time at which the files were kept. */
  async function ids(): Promise<string[]> {
    const names = await readdir(folder).catch((error: unknown) => {
      throw fileError(`listing ${folder}`, error);
    });
    return names.filter(isId).toSorted().toReversed();
  }

  const get = async (id: string): Promise<StoredFile> => readMeta(folderOf(id), id);

  return {
    folderOf,
    get,

    /** The file and its open content, as long as the metadata says; the caller closes it. */
    async open(id: string): Promise<{ file: StoredFile; content: FileHandle }> {
      const file = await get(id);
      const content = await open(join(folderOf(id), contentName), 'r').catch(async (error: unknown) => {
        throw await unreadable(folderOf(id), id, contentName, error);
      });
      const { size } = await content.stat();
      if (size === file.size) return { file, content };
      await content.close();
      throw new StorageError('corrupt', `${folderOf(id)} holds ${size} bytes of ${file.size}`);
    },

    /** A page of files, and the id to go on after; stable while files come and go. */
    async list(limit: number, after?: string): Promise<{ files: StoredFile[]; next: string | null }> {
      const remaining = (await ids()).filter((id) => after === undefined || id < after);
      const files: StoredFile[] = [];
      for (const id of remaining) {
        if (files.length === limit) return { files, next: files.at(-1)?.id ?? null };
        const file = await ifThere(get(id));
        if (file) files.push(file);
      }
      return { files, next: null };
    },

    /** Reads the content again and compares. Damage is an answer here, not an error. */
    async verify(id: string): Promise<FileVerification> {
      const { size, sha256 } = await get(id);
      const actual = await hashContent(join(folderOf(id), contentName));
      const intact = actual?.size === size && actual.sha256 === sha256;
      return { id, intact, expected: { size, sha256 }, actual: actual ?? null };
    },

    async usage(): Promise<{ files: number; bytes: number }> {
      const current = new Map<string, number>();
      for (const id of await ids()) {
        const size = sizes.get(id) ?? (await ifThere(get(id)))?.size;
        if (size !== undefined) current.set(id, size);
      }
      sizes = current;
      return { files: current.size, bytes: [...current.values()].reduce((sum, size) => sum + size, 0) };
    },
  };
}

/** Another process may remove a file between the listing and the look at it. */
async function ifThere<T>(value: Promise<T>): Promise<T | undefined> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found') return undefined;
    throw error;
  }
}
