import { join } from 'node:path';
import { removeIfExists, syncFolder } from '../../atomic-file.ts';
import { type FileIdentity, type FileSystem, writeAll } from '../../file-system.ts';
import { errorCode } from '../../storage-error.ts';
import { encodeChange } from '../format/change.ts';
import { footerLine, headerLine } from '../format/file-header.ts';
import { fileName } from '../format/file-name.ts';
import type { FolderFiles } from '../reading/folder-files.ts';
import type { JournalFile } from '../reading/journal-file.ts';
import type { QueuedChange } from './batch-queue.ts';

/** A journal that this process appends to. */
export interface OwnFile extends FileIdentity {
  readonly file: JournalFile;
  /** The path at which it was created. `file.path` changes when a compaction renames the file; this does not. */
  readonly path: string;
  /** Bytes known to be on stable storage. */
  synced: number;
  /** Bytes written before the next batch. */
  end: number;
}

/** Where the lines of a batch are in its file. */
export interface WrittenLines {
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
}

export async function createOwnFile(fs: FileSystem, dir: string, stem: string, files: FolderFiles): Promise<OwnFile> {
  const path = join(dir, fileName(stem, 'journal'));
  const handle = await fs.open(path, 'ax+');
  try {
    const { dev, ino } = await handle.stat({ bigint: true });
    const file = files.add({ stem, kind: 'journal', path, handle, access: 'own' });
    const end = await writeHeader(fs, file);
    return { file, path, dev, ino, synced: 0, end };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The header is written first and alone: when the disk is full, that shows before the file holds
 * any line that another process could read, and so the file may be removed.
 */
async function writeHeader(fs: FileSystem, file: JournalFile): Promise<number> {
  const header = Buffer.from(headerLine('journal'));
  const { path } = file;
  try {
    await writeAll(file.handle, header);
  } catch (error) {
    file.access = 'complete';
    await removeIfExists(path, fs);
    throw error;
  }
  return header.length;
}

/** Resolves once the lines of the batch, and the name of the file, are on stable storage. */
export async function writeBatch(
  fs: FileSystem,
  dir: string,
  target: OwnFile,
  batch: readonly QueuedChange[],
): Promise<WrittenLines> {
  const lines = batch.map(({ line }) => encodeChange(line, target.synced));
  await writeAll(target.file.handle, Buffer.from(lines.join('')));
  await target.file.handle.datasync();
  if (target.synced === 0) await syncFolder(dir, fs);
  const offsets: number[] = [];
  const lengths = lines.map((line) => {
    const bytes = Buffer.byteLength(line);
    offsets.push(target.end);
    target.end += bytes;
    return bytes - 1;
  });
  target.synced = target.end;
  return { offsets, lengths };
}

/** Whether the path at which the file was created still leads to it. */
export async function isStillAtPath(fs: FileSystem, target: OwnFile): Promise<boolean> {
  try {
    const { dev, ino } = await fs.stat(target.path, { bigint: true });
    return dev === target.dev && ino === target.ino;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Writes the footer, so that other processes stop checking whether the file has grown. All changes in
 * it are acknowledged; if the footer is lost, they only go on checking.
 */
export async function writeFooter({ file }: OwnFile): Promise<void> {
  await writeAll(file.handle, Buffer.from(footerLine(file.progress.lines))).catch(() => undefined);
}
