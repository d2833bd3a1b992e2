import { join } from 'node:path';
import type { FileHandle, FileSystem } from '../../file-system.ts';
import { errorCode } from '../../storage-error.ts';
import { type FileKind, type FileName, fileName, parseFileName } from '../format/file-name.ts';
import { type JournalFile, type NewFile, closeIfUnused, createJournalFile } from './journal-file.ts';

/** The files of one folder that this process has open. */
export interface FolderFiles {
  all(): JournalFile[];
  byNumber(number: number): JournalFile;
  add(file: NewFile): JournalFile;
  /** Lists the folder, opens new files and notes renamed and missing ones; false: something changed, so the listing may be stale. */
  update(): Promise<boolean>;
  /** Drops missing files that hold no latest change. */
  dropMissing(): Promise<void>;
  close(): Promise<void>;
}

export function createFolderFiles(fs: FileSystem, dir: string): FolderFiles {
  const files = new Map<string, JournalFile>();
  const numbered: JournalFile[] = [];

  function add(file: NewFile): JournalFile {
    const added = createJournalFile(file, numbered.length);
    numbered.push(added);
    files.set(added.stem, added);
    return added;
  }

  async function openListed({ stem, kind }: FileName): Promise<void> {
    const path = join(dir, fileName(stem, kind));
    const handle = await openIfExists(fs, path);
    if (handle) add({ stem, kind, path, handle, access: 'followed' });
  }

  function rename(file: JournalFile, kind: FileKind): void {
    file.kind = kind;
    file.path = join(dir, fileName(file.stem, kind));
  }

  return {
    all: () => [...files.values()],
    byNumber: (number) => numbered[number]!,
    add,
    async update() {
      const listing = await list(fs, dir);
      let isCurrent = true;
      for (const name of listing.values()) {
        const file = files.get(name.stem);
        if (file) {
          rename(file, name.kind);
        } else {
          await openListed(name);
          isCurrent = false;
        }
      }
      for (const file of files.values()) {
        const presence = listing.has(file.stem) ? 'listed' : 'missing';
        if (presence !== file.presence) isCurrent = false;
        file.presence = presence;
      }
      return isCurrent;
    },
    async dropMissing() {
      for (const file of files.values()) {
        if (file.presence !== 'missing' || file.live > 0 || file.access === 'own') continue;
        file.presence = 'dropped';
        files.delete(file.stem);
        await closeIfUnused(file);
      }
    },
    async close() {
      await Promise.all([...files.values()].map((file) => file.handle.close()));
      files.clear();
    },
  };
}

async function list(fs: FileSystem, dir: string): Promise<Map<string, FileName>> {
  const names = (await fs.readdir(dir)).map(parseFileName).filter((name) => typeof name === 'object');
  // A rename under way may show both names: the later kind counts.
  names.sort((a, b) => (a.kind < b.kind ? -1 : 1));
  return new Map(names.map((name) => [name.stem, name]));
}

/** A file that disappears between listing and opening was merged into another, which the next listing shows. */
async function openIfExists(fs: FileSystem, path: string): Promise<FileHandle | undefined> {
  try {
    return await fs.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
