import { join } from 'node:path';
import type { FileSystem } from '../file-system.ts';
import { StorageError, errorCode } from '../storage-error.ts';
import { type FileKind, type FileName, fileName, parseFileName } from './file-name.ts';
import { type ApplyLine, type JournalFile, createJournalFile, followFile, rereadOwn, restart } from './journal-file.ts';

/** The files of one folder that this process knows, and how far it has read them. */
export interface Folder {
  readonly files: ReadonlyMap<string, JournalFile>;
  readonly damage: StorageError | undefined;
  byNumber(number: number): JournalFile;
  /** Makes a file known that this process has just begun. */
  add(file: Pick<JournalFile, 'stem' | 'kind' | 'path' | 'handle' | 'own'>): JournalFile;
  /** Reads all that others added, renamed and replaced. Damage is remembered in `damage`, or thrown when `strict`. */
  follow(strict?: boolean): Promise<void>;
  release(file: JournalFile): Promise<void>;
  close(): Promise<void>;
}

export function createFolder(
  fs: FileSystem,
  dir: string,
  apply: (file: JournalFile, ...line: Parameters<ApplyLine>) => void,
  forgetLastBatch: (file: JournalFile) => void,
): Folder {
  const files = new Map<string, JournalFile>();
  const numbered: JournalFile[] = [];
  let damage: StorageError | undefined;

  async function list(): Promise<Map<string, FileName>> {
    const names = (await fs.readdir(dir)).map(parseFileName).filter((name) => typeof name === 'object');
    // A rename under way may show both names: the later one counts.
    names.sort((a, b) => (a.kind < b.kind ? -1 : 1));
    return new Map(names.map((name) => [name.stem, name]));
  }

  /** Brings the known files in line with the listing; false when something changed, and the listing may be stale. */
  async function update(listing: Map<string, FileName>): Promise<boolean> {
    let settled = true;
    for (const name of listing.values()) {
      const file = files.get(name.stem);
      if (file) {
        rename(file, name.kind);
      } else {
        await openNew(name);
        settled = false;
      }
    }
    for (const file of files.values()) {
      const gone = !listing.has(file.stem);
      if (gone !== file.gone) settled = false;
      file.gone = gone;
    }
    return settled;
  }

  function rename(file: JournalFile, kind: FileKind): void {
    file.kind = kind;
    file.path = join(dir, fileName(file.stem, kind));
  }

  /** A file that went away between listing and opening has been merged into another that the next listing shows. */
  async function openNew({ stem, kind }: FileName): Promise<void> {
    const path = join(dir, fileName(stem, kind));
    try {
      add({ stem, kind, path, handle: await fs.open(path, 'r'), own: false });
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }

  function add(file: Pick<JournalFile, 'stem' | 'kind' | 'path' | 'handle' | 'own'>): JournalFile {
    const known = createJournalFile({ ...file, number: numbered.length, grewAt: file.own ? performance.now() : 0 });
    numbered.push(known);
    files.set(known.stem, known);
    return known;
  }

  async function read(file: JournalFile, strict: boolean): Promise<void> {
    try {
      await followFile(file, (change, offset, length) => apply(file, change, offset, length));
    } catch (error) {
      // A network file system's word for a file that another machine removed: the next listing tells.
      if (errorCode(error) === 'ESTALE') return;
      if (strict || !(error instanceof StorageError)) throw error;
      damage = error;
      file.finished = true;
    }
  }

  async function readAll(strict: boolean): Promise<void> {
    for (let settled = false; !settled;) {
      settled = await update(await list());
      await Promise.all([...files.values()].map((file) => read(file, strict)));
    }
  }

  /**
   * A file is gone, and lines that stood in it were not met in what replaced it. A compactor may have
   * read it before its last batch was there, which then was never acknowledged in that file, and if its
   * writer died it is nowhere: it is forgotten. Everything is read again, once a file, to find
   * what stands instead.
   */
  async function replaceLost(strict: boolean): Promise<void> {
    const lost = [...files.values()].filter((file) => file.gone && file.live > 0 && !file.own && !file.lost);
    if (lost.length === 0) return;
    for (const file of lost) {
      file.lost = true;
      if (file.kind !== 'snapshot') forgetLastBatch(file);
    }
    for (const file of files.values()) {
      if (file.own) await rereadOwn(file, (...line) => apply(file, ...line));
      else if (!file.gone) restart(file);
    }
    await readAll(strict);
  }

  function forget(file: JournalFile): void {
    file.gone = true;
    files.delete(file.stem);
  }

  async function release(file: JournalFile): Promise<void> {
    if (file.gone && file.readers === 0 && file.live === 0 && files.get(file.stem) !== file) await file.handle.close();
  }

  async function dropGone(): Promise<void> {
    for (const file of files.values()) {
      if (!file.gone || file.live > 0 || file.own) continue;
      forget(file);
      await release(file);
    }
  }

  return {
    files,
    get damage() {
      return damage;
    },
    byNumber: (number) => numbered[number]!,
    add,
    async follow(strict = false) {
      await readAll(strict);
      await replaceLost(strict);
      await dropGone();
    },
    release,
    async close() {
      await Promise.all([...files.values()].map((file) => file.handle.close()));
      files.clear();
    },
  };
}
