import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { removeIfThere, syncFolder } from '../atomic-file.ts';
import type { FileSystem } from '../file-system.ts';
import { StorageError, errorCode } from '../storage-error.ts';
import { createHead, parseHead } from './change.ts';
import { compareStems, fileName, generationOf } from './file-name.ts';
import type { Folder } from './folder.ts';
import { footerLine, headerLine } from './format.ts';
import type { JournalFile } from './journal-file.ts';
import type { FrozenLocations, KeyIndex } from './key-index.ts';
import { scanLines } from './line-scan.ts';
import { isWhole } from './line.ts';
import { type MovedLines, createMovedLines, createOutput } from './snapshot-output.ts';

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
 * Replaces files by one snapshot of what stands in them. No lock is taken: whoever else compacts
 * the same files makes a snapshot of the same content, and whoever dies in between leaves either
 * the old files or both.
 *
 * 1. Journals are renamed to `.sealed`. A writer acknowledges only while its path leads to its
 *    file, so all that it ever acknowledged from there is in the file before the rename.
 * 2. The files are read to their end, and what is not in them but beats what is, is synced:
 *    a line may be left out only when what replaces it is on stable storage, and whoever merges
 *    that is bound to read it.
 * 3. The snapshot is written under a temporary name, synced, renamed, and the folder synced.
 * 4. Only then are the files removed.
 */
export async function compactFiles(context: CompactionContext, chosen: JournalFile[]): Promise<boolean> {
  await seal(context, chosen);
  const frozen = await context.alone(() => settle(context, chosen));
  if (!frozen) return false;
  const generation = 1 + Math.max(...chosen.map(({ stem }) => generationOf(stem)));
  const stem = `${randomBytes(8).toString('hex')}-${generation}`;
  const temporary = join(context.dir, `${stem}.tmp`);
  let published = false;
  try {
    const moved = await writeSnapshot(context, frozen, temporary);
    if (context.isClosed() || !(await allThere(context, chosen))) return false;
    await context.alone(() => publish(context, temporary, stem, moved, frozen));
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

/** The moment that a snapshot shows. */
interface Frozen extends FrozenLocations {
  /** The files that it replaces, and how far each had been read. */
  readonly sources: readonly { readonly file: JournalFile; readonly end: number }[];
}

/**
 * Reads everything to its end, syncs what others wrote, and returns where each key's line is then:
 * at that moment every change in the index is on stable storage, in a file from which it can't
 * vanish. Undefined: the files can't be merged now.
 *
 * What stands in another's sealed file may vanish: whoever sealed it may have read it before that
 * line was there. So may what was read from a journal that meanwhile is one no more.
 */
async function settle(context: CompactionContext, chosen: JournalFile[]): Promise<Frozen | undefined> {
  const { folder, index } = context;
  await folder.follow();
  if (folder.damage || chosen.some((file) => file.gone)) return undefined;
  const others = [...folder.files.values()].filter((file) => !chosen.includes(file) && (!file.own || file.gone));
  if (others.some((file) => file.live > 0 && (file.gone || file.kind === 'sealed'))) return undefined;
  const relied = others.filter((file) => file.live > 0);
  await Promise.all(relied.map((file) => file.handle.datasync()));
  if (!(await allThere(context, relied))) return undefined;
  for (const file of chosen) file.finished = true;
  return { ...index.freeze(), sources: chosen.map((file) => ({ file, end: file.consumed })) };
}

/** Writes what stood in the files at the frozen moment; returns where each key's line is in the snapshot. */
async function writeSnapshot({ fs, index }: CompactionContext, frozen: Frozen, path: string): Promise<MovedLines> {
  const handle = await fs.open(path, 'wx');
  try {
    const out = createOutput(handle);
    const moved = createMovedLines();
    out.add(Buffer.from(headerLine('snapshot').trimEnd()));
    const head = createHead();
    for (const { file, end } of frozen.sources) {
      const copyStanding = (line: Buffer, offset: number) => {
        if (!isWhole(line)) throw damagedAgain(file, offset);
        if (!parseHead(line, head)) return;
        const slot = index.slotOf(head.key);
        if (frozen.isAt(slot, file.number, offset)) moved.add(slot, out.add(line));
      };
      await scanLines(file.handle, 0, end, copyStanding, out.flush);
    }
    out.add(Buffer.from(footerLine(moved.size).trimEnd()));
    await out.flush();
    await handle.sync();
    return moved;
  } finally {
    await handle.close();
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
  moved: MovedLines,
  frozen: Frozen,
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
  Object.assign(file, { lines: moved.size, consumed: size, seen: size, finished: true });
  moved.each((slot, offset) => {
    if (!frozen.stands(slot)) return;
    const from = folder.byNumber(index.fileOf(slot));
    if (!from.gone && compareStems(stem, from.stem) < 0) return;
    from.live--;
    index.move(slot, file.number, offset, frozen.lengthOf(slot));
    file.live++;
  });
}
