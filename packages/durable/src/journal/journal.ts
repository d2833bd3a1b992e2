import { randomBytes } from 'node:crypto';
import { makeFolder } from '../atomic-file.ts';
import { type FileSystem, realFileSystem } from '../file-system.ts';
import { StorageError, fileError } from '../storage-error.ts';
import type { Change, Head } from './change.ts';
import { type CompactionPolicy, chooseFiles, defaultPolicy } from './compaction-policy.ts';
import { compactFiles } from './compaction.ts';
import { createFolder } from './folder.ts';
import { checkFolder, probeFolder, removeLeftovers } from './housekeeping.ts';
import type { JournalFile } from './journal-file.ts';
import { createJournalWriter } from './journal-writer.ts';
import { type KeyIndex, createKeyIndex } from './key-index.ts';
import { isKey, keyOf } from './key.ts';
import { readLines } from './line-reader.ts';
import { createSerial } from './serial.ts';
import { createShared } from './shared-task.ts';
import { createStanding } from './standing.ts';

export interface JournalOptions {
  /** A folder for nothing else; made when it is not there. Several processes may share it. */
  readonly dir: string;
  readonly fs?: FileSystem;
  /** Empty; the journal fills it. For who wants to see it while the folder is opened. */
  readonly index?: KeyIndex;
  /** Told of every value that comes to stand for its key, from whichever process, and when the key was created. Must not throw. */
  readonly onValue?: (slot: number, created: number) => void;
  readonly policy?: Partial<CompactionPolicy>;
}

export interface JournalDescription {
  /** Files by kind. */
  readonly journals: number;
  readonly sealed: number;
  readonly snapshots: number;
  readonly bytes: number;
  /** Keys, without the deleted ones. */
  readonly keys: number;
  /** Files whose last batch was torn when this process opened them; nothing of it had been acknowledged. */
  readonly tornLines: number;
  /** Lines read from files since they were opened; what this process wrote itself is not read. */
  readonly linesRead: number;
  /** Syncs by which this process acknowledged its changes. */
  readonly syncs: number;
}

/**
 * A folder of append-only journals that together hold the newest change of every key: the changes
 * of all processes that share the folder. Texts stay on disk; memory holds about 60 bytes a key.
 */
export interface Journal {
  readonly index: KeyIndex;
  /** Keeps a change: resolves once it is on stable storage. Rejects with `no-space`, `unavailable`. */
  append(change: Omit<Change, 'writer'>): Promise<void>;
  /** Resolves once every change that any process had acknowledged before the call is in the index. Rejects with `unavailable`. */
  refresh(): Promise<void>;
  /** The changes that stand in these slots, in that order, read from disk. Rejects with `corrupt`, `unavailable`. */
  read(slots: readonly number[]): Promise<Change[]>;
  /** Writes and syncs a file beside the journals and removes it; rejects with what prevents that, or with damage that was found. */
  probe(): Promise<void>;
  /** Merges files when there is enough to gain; true when it did. `all`: whatever there is, but for the file in use. */
  compact(all?: boolean): Promise<boolean>;
  describe(): JournalDescription;
  /** Lets appends and compaction under way end. */
  close(): Promise<void>;
}

/**
 * Opens a folder of journals and reads all of it.
 *
 * @throws StorageError `corrupt` (damage; the message names file, offset and remedy), `invalid` (a folder that holds
 *   other things, or a later format), `unavailable`
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { dir, fs = realFileSystem } = options;
  const policy = { ...defaultPolicy, ...options.policy };
  const writer = randomBytes(8).toString('hex');
  const { index = createKeyIndex() } = options;
  const standing = createStanding({
    index,
    fileByNumber: (number) => folder.byNumber(number),
    onValue: options.onValue,
  });
  let linesRead = 0;
  const folder = createFolder(
    fs,
    dir,
    (file, ...line) => {
      linesRead++;
      standing.take(file, ...line);
    },
    standing.forgetLastBatch,
  );
  let compacting: Promise<boolean> | undefined;
  let closed = false;

  const alone = createSerial();
  const follow = createShared(async () => {
    try {
      await alone(() => folder.follow());
    } catch (error) {
      throw fileError(`reading ${dir}`, error);
    }
  });

  const out = createJournalWriter({
    fs,
    dir,
    writer,
    fileLimit: policy.fileLimit,
    onOpen: (stem, path, handle) => folder.add({ stem, kind: 'journal', path, handle, own: true }),
    onKept(change, file, offset, length) {
      file.lines++;
      standing.take(file, headOf(change), offset, length);
    },
  });

  await makeFolder(dir, fs);
  await checkFolder(fs, dir);
  await removeLeftovers(fs, dir);
  try {
    await folder.follow(true);
  } catch (error) {
    await folder.close();
    throw fileError(`reading ${dir}`, error);
  }
  const tornLines = [...folder.files.values()].filter((file) => file.consumed < file.seen).length;

  async function compact(all = false): Promise<boolean> {
    await follow();
    const chosen = chooseFiles([...folder.files.values()], policy, performance.now(), all);
    if (chosen.length === 0 || closed) return false;
    return compactFiles({ fs, dir, index, folder, alone, isClosed: () => closed }, chosen);
  }

  return {
    index,
    async append(change) {
      if (!isKey(change.key)) throw new StorageError('invalid', `${change.key} is no UUID in lower case`);
      await out.append({ ...change, writer });
    },
    refresh: follow,
    read: (slots) => readLines(index, folder, slots),
    async probe() {
      if (folder.damage) throw folder.damage;
      const lost = [...folder.files.values()].filter((file) => file.gone && file.live > 0);
      if (lost.length > 0) {
        throw new StorageError(
          'unavailable',
          `${lost[0]!.path} was removed while in use: what it held is lost at the next start`,
        );
      }
      await probeFolder(fs, dir, writer);
    },
    compact(all) {
      compacting ??= compact(all).finally(() => {
        compacting = undefined;
      });
      return compacting;
    },
    describe: () => ({
      ...describe([...folder.files.values()]),
      keys: standing.keys,
      tornLines,
      linesRead,
      syncs: out.syncs,
    }),
    async close() {
      if (closed) return;
      closed = true;
      await out.close();
      await compacting?.catch(() => false);
      await follow().catch(() => undefined);
      await folder.close();
    },
  };
}

function headOf(change: Change): Head {
  const { key, version, created, time, writer, value } = change;
  return { key: keyOf(key), version, created, time, writer, deleted: value === undefined, synced: 0 };
}

function describe(files: JournalFile[]): Pick<JournalDescription, 'journals' | 'sealed' | 'snapshots' | 'bytes'> {
  const count = (kind: JournalFile['kind']) => files.filter((file) => file.kind === kind).length;
  const bytes = files.reduce((sum, file) => sum + Math.max(file.seen, file.consumed), 0);
  return { journals: count('journal'), sealed: count('sealed'), snapshots: count('snapshot'), bytes };
}
