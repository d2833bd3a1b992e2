import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { removeIfExists, syncFolder } from '../../atomic-file.ts';
import type { FileSystem } from '../../file-system.ts';
import { errorCode } from '../../storage-error.ts';
import { createHead } from '../format/change.ts';
import { fileName } from '../format/file-name.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { FolderFiles } from '../reading/folder-files.ts';
import type { Folder } from '../reading/folder.ts';
import type { JournalFile } from '../reading/journal-file.ts';
import { type Snapshot, type Source, writeSnapshot } from './snapshot.ts';

export interface CompactionContext {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly index: KeyIndex;
  readonly files: FolderFiles;
  readonly folder: Folder;
  /** Runs a task while no other reads on in the folder's files. */
  readonly exclusive: <T>(task: () => Promise<T>) => Promise<T>;
  readonly isClosed: () => boolean;
}

/**
 * Replaces files by one snapshot of the latest changes in them. It needs no lock: two processes that
 * compact the same files make snapshots of the same content, and one that dies on the way leaves
 * either the old files or both.
 *
 * 1. Journals are renamed to `.sealed`. A writer acknowledges only while its path leads to its file,
 *    so everything it acknowledged from there was in the file before the rename.
 * 2. The files are read to their end, and the latest change of each key in them is selected. A later
 *    change in a file that is not merged makes no difference: it may not be on stable storage yet, or
 *    may disappear with a file that another process merged before the change was in it.
 * 3. The snapshot is written under a temporary name, synced, renamed, and the folder synced.
 * 4. Only then are the files removed.
 */
export async function compactFiles(context: CompactionContext, chosen: JournalFile[]): Promise<boolean> {
  const { fs, dir, exclusive } = context;
  await seal(context, chosen);
  const sources = await exclusive(() => readToEnd(context, chosen));
  if (!sources) return false;
  const stem = `${randomBytes(8).toString('hex')}-0`;
  const temporary = join(dir, `${stem}.tmp`);
  let published = false;
  try {
    const snapshot = await writeSnapshot(fs, sources, temporary);
    if (context.isClosed() || !(await areAllListed(context, chosen))) return false;
    await exclusive(() => publish(context, temporary, stem, chosen, snapshot));
    published = true;
  } finally {
    // Without a snapshot the files stay, and lines may still be added that other processes read.
    if (!published) for (const file of chosen) file.access = 'followed';
    await removeIfExists(temporary, fs);
  }
  for (const file of chosen) await removeIfExists(file.path, fs);
  await exclusive(() => context.folder.follow());
  return true;
}

async function seal({ fs, dir }: CompactionContext, files: JournalFile[]): Promise<void> {
  for (const file of files) {
    if (file.kind !== 'journal') continue;
    const path = join(dir, fileName(file.stem, 'sealed'));
    try {
      await fs.rename(file.path, path);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
}

/** Undefined: the files cannot be merged now. */
async function readToEnd({ folder }: CompactionContext, chosen: JournalFile[]): Promise<Source[] | undefined> {
  await folder.follow();
  if (folder.damage || chosen.some((file) => file.presence !== 'listed')) return undefined;
  for (const file of chosen) file.access = 'merging';
  return chosen.map((file) => ({ file, end: file.progress.end }));
}

/** False: another process has merged one of the files meanwhile, so its snapshot is enough. */
async function areAllListed({ fs, dir }: CompactionContext, files: JournalFile[]): Promise<boolean> {
  const names = new Set(await fs.readdir(dir));
  return files.every((file) => names.has(fileName(file.stem, file.kind)));
}

/** Gives the snapshot its final name and points the index to it. */
async function publish(
  { fs, dir, index, files }: CompactionContext,
  temporary: string,
  stem: string,
  replaced: JournalFile[],
  { latest, offsets }: Snapshot,
): Promise<void> {
  const path = join(dir, fileName(stem, 'snapshot'));
  const handle = await fs.open(temporary, 'r');
  const size = Number((await handle.stat({ bigint: true })).size);
  try {
    await fs.rename(temporary, path);
    await syncFolder(dir, fs);
  } catch (error) {
    await handle.close();
    throw error;
  }
  const file = files.add({ stem, kind: 'snapshot', path, handle, access: 'complete' });
  file.progress = { end: size, size, lines: latest.size, lastBatch: 0 };
  const head = createHead();
  for (let at = 0; at < latest.size; at++) {
    if (at % linesPerTurn === linesPerTurn - 1) await setImmediate();
    latest.readHead(at, head);
    const slot = index.slotOf(head.key);
    const from = files.byNumber(index.fileOf(slot));
    if (index.compare(slot, head) !== 0 || !replaced.includes(from)) continue;
    index.move(slot, file.number, offsets[at]!, latest.location(at).length);
    from.live--;
    file.live++;
  }
}

/** Other work of the event loop runs after this many lines. */
const linesPerTurn = 20_000;
