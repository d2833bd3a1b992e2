import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../storage-error.ts';
import { type Head, createHead, parseHead } from './change.ts';
import { type FileKind, parseFileName } from './file-name.ts';
import { checkHeader, isFooter } from './format.ts';
import { createKeyIndex } from './key-index.ts';
import { scanLines } from './line-scan.ts';
import { isWhole, parseLine } from './line.ts';

/** A stretch of a file that is not what was written. */
export interface BadStretch {
  /** bytes from the start of the file */
  readonly offset: number;
  readonly bytes: number;
}

export interface FileReport {
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
  /** Changes that are whole. */
  readonly lines: number;
  /** The last batch, cut short: nothing of it was acknowledged. */
  readonly torn: BadStretch | undefined;
  /** Synced, perhaps acknowledged, and not readable any more. */
  readonly damage: readonly BadStretch[];
  /** Why the file can't be used at all: another format, a later version, a snapshot without its end. */
  readonly problem: string | undefined;
}

export interface FolderReport {
  readonly dir: string;
  readonly files: readonly FileReport[];
  /** Names of files that are not journals. */
  readonly foreign: readonly string[];
  /** Keys that have a value, by all that is readable. */
  readonly keys: number;
  /** True: the folder opens, and nothing acknowledged is missing from its files. */
  readonly sound: boolean;
}

/**
 * Reads every line of a folder of journals and changes nothing.
 *
 * @throws StorageError `unavailable` when the folder or a file can't be read
 */
export async function inspectFolder(dir: string): Promise<FolderReport> {
  try {
    const names = (await readdir(dir)).toSorted();
    const index = createKeyIndex();
    const files: FileReport[] = [];
    for (const name of names) {
      const parsed = parseFileName(name);
      if (typeof parsed !== 'object') continue;
      const each = (head: Head) => {
        const slot = index.slotOf(head.key);
        if (slot < 0 || index.compare(slot, head) > 0) index.set(head, 0, 0, 0);
      };
      files.push(await inspectFile(dir, name, parsed.kind, each));
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

/** Reads one file; `each` is called for every whole change, with its line, and `after` between two reads. */
export async function inspectFile(
  dir: string,
  name: string,
  kind: FileKind,
  each: (head: Head, line: Buffer) => void,
  after?: () => Promise<void>,
): Promise<FileReport> {
  const path = join(dir, name);
  const handle = await open(path, 'r');
  try {
    const bytes = (await handle.stat()).size;
    const seen = createTally(path, kind, each);
    await scanLines(handle, 0, bytes, seen.line, after);
    return { name, kind, bytes, ...seen.end(bytes) };
  } finally {
    await handle.close();
  }
}

function createTally(path: string, kind: FileKind, each: (head: Head, line: Buffer) => void) {
  const bad: { offset: number; bytes: number }[] = [];
  const head = createHead();
  let [lines, end, synced] = [0, 0, 0];
  let problem: string | undefined;
  let footer = false;

  function takeBad(offset: number, bytes: number): void {
    const last = bad.at(-1);
    if (last && last.offset + last.bytes === offset) last.bytes += bytes;
    else bad.push({ offset, bytes });
  }

  function takeWhole(line: Buffer, offset: number): void {
    if (parseHead(line, head)) {
      lines++;
      synced = Math.max(synced, head.synced);
      each(head, line);
    } else if (offset === 0) {
      problem = headerProblem(path, parseLine(line));
    } else {
      footer = isFooter(parseLine(line));
      // Written when all before it had been synced.
      if (footer) synced = Infinity;
    }
  }

  return {
    line(line: Buffer, offset: number): void {
      if (isWhole(line)) takeWhole(line, offset);
      else takeBad(offset, line.length + 1);
      end = offset + line.length + 1;
    },
    end(bytes: number): Pick<FileReport, 'lines' | 'torn' | 'damage' | 'problem'> {
      if (bytes > end) takeBad(end, bytes - end);
      const isDamage = ({ offset }: BadStretch) => kind === 'snapshot' || offset < synced;
      const [torn] = bad.filter((stretch) => !isDamage(stretch));
      if (kind === 'snapshot' && !footer) problem ??= 'the snapshot lacks its end';
      return { lines, torn, damage: bad.filter(isDamage), problem };
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
