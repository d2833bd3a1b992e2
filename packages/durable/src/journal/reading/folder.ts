import { StorageError, errorCode } from '../../storage-error.ts';
import type { LatestChanges } from '../index/latest-changes.ts';
import { type ApplyLine, followFile, rereadOwnFile } from './file-follower.ts';
import type { FolderFiles } from './folder-files.ts';
import { type JournalFile, createProgress } from './journal-file.ts';

/** Reads the files of one folder as they grow, appear, are renamed and are replaced. */
export interface Folder {
  /** The damage that was found last, if any. */
  readonly damage: StorageError | undefined;
  readonly linesRead: number;
  /** Applies everything that other processes added. Damage is kept in `damage`, or thrown when `strict`. */
  follow(strict?: boolean): Promise<void>;
}

export function createFolder(files: FolderFiles, latest: LatestChanges): Folder {
  let damage: StorageError | undefined;
  let linesRead = 0;

  function applyTo(file: JournalFile): ApplyLine {
    return (head, offset, length) => {
      linesRead++;
      latest.apply(file, head, offset, length);
    };
  }

  async function read(file: JournalFile, strict: boolean): Promise<void> {
    try {
      await followFile(file, applyTo(file));
    } catch (error) {
      // A network file system reports a file that another machine removed as stale; the next listing shows that.
      if (errorCode(error) === 'ESTALE') return;
      if (strict || !(error instanceof StorageError)) throw error;
      damage = error;
      file.access = 'damaged';
    }
  }

  async function readAll(strict: boolean): Promise<void> {
    for (let isCurrent = false; !isCurrent;) {
      isCurrent = await files.update();
      await Promise.all(files.all().map((file) => read(file, strict)));
    }
  }

  /** Reads everything again after latest changes were lost with a file that is missing. */
  async function replaceLost(strict: boolean): Promise<void> {
    const lost = files.all().filter(isLost);
    if (lost.length === 0) return;
    for (const file of lost) {
      file.lossHandled = true;
      if (file.kind !== 'snapshot') latest.discardLastBatch(file);
    }
    for (const file of files.all()) {
      if (file.access === 'own') await rereadOwnFile(file, applyTo(file));
      else if (file.presence === 'listed') restart(file);
    }
    await readAll(strict);
  }

  return {
    get damage() {
      return damage;
    },
    get linesRead() {
      return linesRead;
    },
    async follow(strict = false) {
      await readAll(strict);
      await replaceLost(strict);
      await files.dropMissing();
    },
  };
}

/**
 * Whether the file is missing with latest changes that the files which replaced it do not hold. A
 * compaction may have read it before its last batch was there. That batch was then never acknowledged
 * in this file, and if its writer died it is in no other, so it is discarded. Everything is then read
 * again, once for each missing file, to find what is the latest now.
 */
function isLost(file: JournalFile): boolean {
  return file.presence === 'missing' && file.live > 0 && file.access !== 'own' && !file.lossHandled;
}

/** The next read begins at the start of the file. */
function restart(file: JournalFile): void {
  file.progress = createProgress();
  file.access = 'followed';
}
