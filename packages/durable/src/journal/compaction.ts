import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { removeIfThere, syncFolder } from '../atomic-file.ts';
import type { FileSystem } from '../file-system.ts';
import { StorageError, errorCode } from '../storage-error.ts';
import { type Head, createHead, parseHead } from './change.ts';
import { fileName } from './file-name.ts';
import type { Folder } from './folder.ts';
import { footerLine, headerLine } from './format.ts';
import type { JournalFile } from './journal-file.ts';
import { type KeyIndex, createKeyIndex } from './key-index.ts';
import { scanLines } from './line-scan.ts';
import { isWhole } from './line.ts';
import { createOutput } from './snapshot-output.ts';

export interface CompactionContext {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly index: KeyIndex;
  readonly folder: Folder;
  /** Runs a task while nobody else reads on in the folder's files. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
  readonly isClosed: () => boolean;
}

/**
 * Replaces files by one snapshot of what stands among them. No lock is taken: whoever else merges
 * the same files makes a snapshot of the same content, and whoever dies in between leaves either
 * the old files or both.
 *
 * 1. Journals are renamed to `.sealed`. A writer acknowledges only while its path leads to its
 *    file, so all that it ever acknowledged from there is in the file before the rename.
 * 2. The files are read to their end, and of each key the change is kept that stands among them.
 *    A better one in a file that is not merged makes no difference: it may not be on stable storage
 *    yet, or be about to vanish with a file that somebody else has merged before it was there.
 * 3. The snapshot is written under a temporary name, synced, renamed, and the folder synced.
 * 4. Only then are the files removed.
 */
export async function compactFiles(context: CompactionContext, chosen: JournalFile[]): Promise<boolean> {
  await seal(context, chosen);
  const sources = await context.alone(() => settle(context, chosen));
  if (!sources) return false;
  const stem = `${randomBytes(8).toString('hex')}-0`;
  const temporary = join(context.dir, `${stem}.tmp`);
  let published = false;
  try {
    const standing = await findStanding(sources);
    const offsets = await writeSnapshot(context.fs, sources, standing, temporary);
    if (context.isClosed() || !(await allThere(context, chosen))) return false;
    await context.alone(() => publish(context, temporary, stem, chosen, standing, offsets));
    published = true;
  } finally {
    // Nothing replaces them: what is in them yet others read, and so must we.
    if (!published) for (const file of chosen) file.finished = false;
    await removeIfThere(temporary, context.fs);
  }
  for (const file of chosen) await removeIfThere(file.path, context.fs);
  await context.alone(() => context.folder.follow());
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

/** A file to be replaced, and how far it goes: to where it was read when it had been sealed, whatever is read of it later. */
interface Source {
  readonly file: JournalFile;
  readonly end: number;
}

/** Reads the files to their end. Undefined: they can't be merged now. */
async function settle({ folder }: CompactionContext, chosen: JournalFile[]): Promise<Source[] | undefined> {
  await folder.follow();
  if (folder.damage || chosen.some((file) => file.gone)) return undefined;
  for (const file of chosen) file.finished = true;
  return chosen.map((file) => ({ file, end: file.consumed }));
}

/** Of each key in these files the change that stands among them, and where it is. */
async function findStanding(sources: Source[]): Promise<KeyIndex> {
  const standing = createKeyIndex();
  await eachChange(sources, (file, head, line, offset) => {
    const slot = standing.slotOf(head.key);
    if (slot < 0 || standing.compare(slot, head) > 0) standing.set(head, file.number, offset, line.length);
  });
  return standing;
}

/** Copies what stands, in the order of the files; returns where each line is in the snapshot, by slot of `standing`. */
async function writeSnapshot(
  fs: FileSystem,
  sources: Source[],
  standing: KeyIndex,
  path: string,
): Promise<Float64Array> {
  const handle = await fs.open(path, 'wx');
  try {
    const out = createOutput(handle);
    const offsets = new Float64Array(standing.size);
    out.add(Buffer.from(headerLine('snapshot').trimEnd()));
    const copyStanding = (file: JournalFile, head: Head, line: Buffer, offset: number) => {
      const slot = standing.slotOf(head.key);
      if (standing.isAt(slot, file.number, offset)) offsets[slot] = out.add(line);
    };
    await eachChange(sources, copyStanding, out.flush);
    out.add(Buffer.from(footerLine(standing.size).trimEnd()));
    await out.flush();
    await handle.sync();
    return offsets;
  } finally {
    await handle.close();
  }
}

/** Visits every change of files that were read to their end. */
async function eachChange(
  sources: Source[],
  visit: (file: JournalFile, head: Head, line: Buffer, offset: number) => void,
  after?: () => Promise<void>,
): Promise<void> {
  const head = createHead();
  for (const { file, end } of sources) {
    const visitLine = (line: Buffer, offset: number) => {
      if (!isWhole(line)) throw damagedAgain(file, offset);
      if (parseHead(line, head)) visit(file, head, line, offset);
    };
    await scanLines(file.handle, 0, end, visitLine, after);
  }
}

/** It was whole when it was followed: what the disk gives now must not replace it. */
function damagedAgain({ path }: JournalFile, offset: number): StorageError {
  return new StorageError(
    'corrupt',
    `${path} is damaged at byte ${offset}: the line was whole when it was first read.`,
  );
}

/** Whether nobody else has merged one of the files meanwhile; then theirs will do. */
async function allThere({ fs, dir }: CompactionContext, files: JournalFile[]): Promise<boolean> {
  const names = new Set(await fs.readdir(dir));
  return files.every((file) => names.has(fileName(file.stem, file.kind)));
}

/** Gives the snapshot its name for good, and lets the index point into it. */
async function publish(
  { fs, dir, index, folder }: CompactionContext,
  temporary: string,
  stem: string,
  replaced: JournalFile[],
  standing: KeyIndex,
  offsets: Float64Array,
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
  const file = folder.add({ stem, kind: 'snapshot', path, handle, own: false });
  Object.assign(file, { lines: standing.size, consumed: size, seen: size, finished: true });
  const head = createHead();
  for (let at = 0; at < standing.size; at++) {
    // Requests go on between two turns.
    if (at % linesATurn === linesATurn - 1) await setImmediate();
    standing.readHead(at, head);
    const slot = index.slotOf(head.key);
    const from = folder.byNumber(index.fileOf(slot));
    if (index.compare(slot, head) !== 0 || !replaced.includes(from)) continue;
    index.move(slot, file.number, offsets[at]!, standing.location(at).length);
    from.live--;
    file.live++;
  }
}

const linesATurn = 20_000;
