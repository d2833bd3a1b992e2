import { randomBytes } from 'node:crypto';
import { makeFolder } from '../atomic-file.ts';
import { type FileSystem, realFileSystem } from '../file-system.ts';
import { StorageError, fileError } from '../storage-error.ts';
import { type CompactionPolicy, chooseFiles, defaultPolicy } from './compaction/compaction-policy.ts';
import { compactFiles } from './compaction/compaction.ts';
import { coalesce, createMutex } from './concurrency.ts';
import type { Change } from './format/change.ts';
import { isKey } from './format/key.ts';
import { type KeyIndex, createKeyIndex } from './index/key-index.ts';
import { createLatestChanges } from './index/latest-changes.ts';
import { checkFolder, probeFolder, removeLeftovers } from './maintenance/folder-checks.ts';
import { readChanges } from './reading/change-reader.ts';
import { createFolderFiles } from './reading/folder-files.ts';
import { createFolder } from './reading/folder.ts';
import type { JournalFile } from './reading/journal-file.ts';
import { createJournalWriter } from './writing/journal-writer.ts';

export interface JournalOptions {
  /** A folder that holds nothing else; created when it does not exist. Several processes may share it. */
  readonly dir: string;
  readonly fs?: FileSystem;
  /** An empty index for the journal to fill, when `onValue` needs it while the folder is opened. */
  readonly index?: KeyIndex;
  /** Called for every value that becomes the latest of its key, in any process, with the key's creation time. Must not throw. */
  readonly onValue?: (slot: number, created: number) => void;
  readonly policy?: Partial<CompactionPolicy>;
}

export interface JournalDescription {
  /** Files by kind. */
  readonly journals: number;
  readonly sealed: number;
  readonly snapshots: number;
  readonly bytes: number;
  /** Keys that have a value. */
  readonly keys: number;
  /** Files whose last batch was torn when this process opened them; it was never acknowledged. */
  readonly tornLines: number;
  /** Lines read from files; a process does not read what it writes itself. */
  readonly linesRead: number;
  /** Syncs by which this process acknowledged its changes. */
  readonly syncs: number;
}

/**
 * A folder of append-only journals that together hold the latest change of every key, made by all
 * the processes that share the folder. Values stay on disk; memory holds about 60 bytes a key.
 */
export interface Journal {
  readonly index: KeyIndex;
  /** Resolves once the change is on stable storage. Rejects with `no-space`, `unavailable`. */
  append(change: Omit<Change, 'writer'>): Promise<void>;
  /** Resolves once every change that any process had acknowledged before the call is in the index. Rejects with `unavailable`. */
  refresh(): Promise<void>;
  /** The latest changes of these slots, in that order, read from disk. Rejects with `corrupt`, `unavailable`. */
  read(slots: readonly number[]): Promise<Change[]>;
  /** Writes and syncs a file beside the journals and removes it; rejects with the error, or with damage that was found. */
  probe(): Promise<void>;
  /** Merges files when that saves enough; true when it did. `all`: every file except the one in use. */
  compact(all?: boolean): Promise<boolean>;
  describe(): JournalDescription;
  /** Waits for appends and compaction under way. */
  close(): Promise<void>;
}

/**
 * Opens a folder of journals and reads all of it.
 *
 * @throws StorageError `corrupt` (damage; the message names file, offset and remedy), `invalid` (a folder that holds
 *   other files, or a later format), `unavailable`
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const parts = createParts(options);
  const { fs, dir, files, folder } = parts;
  await makeFolder(dir, fs);
  await checkFolder(fs, dir);
  await removeLeftovers(fs, dir);
  try {
    await folder.follow(true);
  } catch (error) {
    await files.close();
    throw fileError(`reading ${dir}`, error);
  }
  return createJournal(parts);
}

function createParts({ dir, fs = realFileSystem, index = createKeyIndex(), onValue, policy }: JournalOptions) {
  const writer = randomBytes(8).toString('hex');
  const files = createFolderFiles(fs, dir);
  const latest = createLatestChanges({ index, fileByNumber: files.byNumber, onValue });
  const folder = createFolder(files, latest);
  const fullPolicy = { ...defaultPolicy, ...policy };
  const { fileLimit } = fullPolicy;
  const output = createJournalWriter({ fs, dir, writer, fileLimit, files, latest });
  return { fs, dir, writer, index, files, latest, folder, output, policy: fullPolicy };
}

function createJournal(parts: ReturnType<typeof createParts>): Journal {
  const { fs, dir, index, files, folder, output } = parts;
  const tornLines = files.all().filter(({ progress }) => progress.end < progress.size).length;
  const exclusive = createMutex();
  let compacting: Promise<boolean> | undefined;
  let closed = false;

  const refresh = coalesce(async () => {
    try {
      await exclusive(() => folder.follow());
    } catch (error) {
      throw fileError(`reading ${dir}`, error);
    }
  });

  async function compact(all = false): Promise<boolean> {
    await refresh();
    const chosen = chooseFiles(files.all(), parts.policy, performance.now(), all);
    if (chosen.length === 0 || closed) return false;
    return compactFiles({ fs, dir, index, files, folder, exclusive, isClosed: () => closed }, chosen);
  }

  return {
    index,
    async append(change) {
      if (!isKey(change.key)) throw new StorageError('invalid', `${change.key} is not a UUID in lower case`);
      await output.append({ ...change, writer: parts.writer });
    },
    refresh,
    read: (slots) => readChanges(index, files, slots),
    async probe() {
      if (folder.damage) throw folder.damage;
      checkNothingLost(files.all());
      await probeFolder(fs, dir, parts.writer);
    },
    compact(all) {
      compacting ??= compact(all).finally(() => {
        compacting = undefined;
      });
      return compacting;
    },
    describe: () => ({
      ...describeFiles(files.all()),
      keys: parts.latest.keys,
      tornLines,
      linesRead: folder.linesRead,
      syncs: output.syncs,
    }),
    async close() {
      if (closed) return;
      closed = true;
      await output.close();
      await compacting?.catch(() => false);
      await refresh().catch(() => undefined);
      await files.close();
    },
  };
}

function checkNothingLost(files: JournalFile[]): void {
  const lost = files.find((file) => file.presence === 'missing' && file.live > 0);
  if (!lost) return;
  throw new StorageError(
    'unavailable',
    `${lost.path} was removed while in use: its changes are lost at the next start`,
  );
}

function describeFiles(files: JournalFile[]): Pick<JournalDescription, 'journals' | 'sealed' | 'snapshots' | 'bytes'> {
  const count = (kind: JournalFile['kind']) => files.filter((file) => file.kind === kind).length;
  const bytes = files.reduce((sum, { progress }) => sum + Math.max(progress.size, progress.end), 0);
  return { journals: count('journal'), sealed: count('sealed'), snapshots: count('snapshot'), bytes };
}
