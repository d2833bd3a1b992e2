import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../../storage-error.ts';
import { type Head, createHead, parseHead } from '../format/change.ts';
import { type FileKind, parseFileName } from '../format/file-name.ts';
import { checkHeader, isFooter } from '../format/file-header.ts';
import { createKeyIndex } from '../index/key-index.ts';
import { isValidLine, parseLine, scanLines } from '../format/line.ts';

/** A part of a file that is not what was written. */
export interface ByteRange {
  /** bytes from the start of the file */
  readonly offset: number;
  readonly bytes: number;
}

export interface FileReport {
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
  /** Valid changes. */
  readonly lines: number;
  /** The incomplete last batch, which was never acknowledged. */
  readonly torn: ByteRange | undefined;
  /** Unreadable parts that were synced, and perhaps acknowledged. */
  readonly damage: readonly ByteRange[];
  /** Why the file cannot be used at all: another format, a later version, a snapshot without its footer. */
  readonly problem: string | undefined;
}

export interface FolderReport {
  readonly dir: string;
  readonly files: readonly FileReport[];
  /** Names of files that are not journals. */
  readonly foreign: readonly string[];
  /** Keys that have a value, as far as the files are readable. */
  readonly keys: number;
  /** The folder opens, and no acknowledged change is missing from its files. */
  readonly sound: boolean;
}

/**
 * Reads every line of a folder of journals and changes nothing.
 *
 * @throws StorageError `unavailable` when the folder or a file cannot be read
 */
export async function inspectFolder(dir: string): Promise<FolderReport> {
  try {
    const names = (await readdir(dir)).toSorted();
    const index = createKeyIndex();
    const files: FileReport[] = [];
    for (const name of names) {
      const parsed = parseFileName(name);
      if (typeof parsed !== 'object') continue;
      const visit = (head: Head) => {
        const slot = index.slotOf(head.key);
        if (slot < 0 || index.compare(slot, head) > 0) index.set(head, 0, 0, 0);
      };
      files.push(await inspectFile(dir, name, parsed.kind, visit));
    }
    const foreign = names.filter((name) => parseFileName(name) === 'foreign');
    const slots = Array.from({ length: index.size }, (_, slot) => slot);
    const keys = slots.filter((slot) => !index.isDeleted(slot)).length;
    const sound = foreign.length === 0 && files.every((file) => file.damage.length === 0 && !file.problem);
    return { dir, files, foreign, keys, sound };
  } catch (error) {
    throw fileError(`reading ${dir}`, error);
  }
}

/** Reads one file, calls `visit` for every valid change, with its line, and awaits `after` after each chunk. */
export async function inspectFile(
  dir: string,
  name: string,
  kind: FileKind,
  visit: (head: Head, line: Buffer) => void,
  after?: () => Promise<void>,
): Promise<FileReport> {
  const path = join(dir, name);
  const handle = await open(path, 'r');
  try {
    const bytes = (await handle.stat()).size;
    const tally = createTally(path, kind, visit);
    await scanLines(handle, 0, bytes, tally.add, after);
    return { name, kind, bytes, ...tally.finish(bytes) };
  } finally {
    await handle.close();
  }
}

function createTally(path: string, kind: FileKind, visit: (head: Head, line: Buffer) => void) {
  const invalid: { offset: number; bytes: number }[] = [];
  const head = createHead();
  let [lines, end, synced] = [0, 0, 0];
  let problem: string | undefined;
  let footer = false;

  function addInvalid(offset: number, bytes: number): void {
    const last = invalid.at(-1);
    if (last && last.offset + last.bytes === offset) last.bytes += bytes;
    else invalid.push({ offset, bytes });
  }

  function addValid(line: Buffer, offset: number): void {
    if (parseHead(line, head)) {
      lines++;
      synced = Math.max(synced, head.synced);
      visit(head, line);
    } else if (offset === 0) {
      problem = headerProblem(path, parseLine(line));
    } else {
      footer = isFooter(parseLine(line));
      // A footer is written when everything before it is synced.
      if (footer) synced = Infinity;
    }
  }

  return {
    add(line: Buffer, offset: number): void {
      if (isValidLine(line)) addValid(line, offset);
      else addInvalid(offset, line.length + 1);
      end = offset + line.length + 1;
    },
    finish(bytes: number): Pick<FileReport, 'lines' | 'torn' | 'damage' | 'problem'> {
      if (bytes > end) addInvalid(end, bytes - end);
      const isDamage = ({ offset }: ByteRange) => kind === 'snapshot' || offset < synced;
      const [torn] = invalid.filter((range) => !isDamage(range));
      if (kind === 'snapshot' && !footer) problem ??= 'the snapshot has no footer';
      return { lines, torn, damage: invalid.filter(isDamage), problem };
    },
  };
}

function headerProblem(path: string, header: unknown): string | undefined {
  try {
    checkHeader(path, header);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
