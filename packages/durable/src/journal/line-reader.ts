import { StorageError, fileError } from '../storage-error.ts';
import { type Change, parseChange } from './change.ts';
import type { Folder } from './folder.ts';
import type { JournalFile } from './journal-file.ts';
import type { KeyIndex, Location } from './key-index.ts';
import { isWhole } from './line.ts';

interface Wanted extends Location {
  readonly key: string;
  /** Where in the answer it goes. */
  readonly at: number;
}

/** Lines that lie this close together are read by one call. */
const gap = 16 << 10;
const largestRead = 1 << 20;

/** Reads the lines of these slots; neighbours on disk are read together. */
export async function readLines(index: KeyIndex, folder: Folder, slots: readonly number[]): Promise<Change[]> {
  const wanted = slots.map((slot, at) => ({ ...index.location(slot), key: index.keyOf(slot), at }));
  const changes: Change[] = Array.from({ length: slots.length });
  const reads = groups(wanted).map(async (group) => {
    const file = folder.byNumber(group[0]!.file);
    const start = group[0]!.offset;
    const bytes = await readBytes(folder, file, start, endOf(group.at(-1)!) - start);
    for (const line of group) {
      const written = bytes.subarray(line.offset - start, endOf(line) - start);
      const change = isWhole(written) ? parseChange(written) : undefined;
      if (change?.key !== line.key) throw notWritten(file, line);
      changes[line.at] = change;
    }
  });
  await Promise.all(reads);
  return changes;
}

function notWritten(file: JournalFile, { offset, key }: Wanted): StorageError {
  return new StorageError(
    'corrupt',
    `${file.path} is damaged at byte ${offset}: the line of ${key} is not what was written.`,
  );
}

function endOf(line: Location): number {
  return line.offset + line.length;
}

function groups(wanted: Wanted[]): Wanted[][] {
  const sorted = wanted.length > 1 ? wanted.toSorted((a, b) => a.file - b.file || a.offset - b.offset) : wanted;
  const all: Wanted[][] = [];
  for (const line of sorted) {
    const group = all.at(-1);
    if (group && belongsTo(group, line)) group.push(line);
    else all.push([line]);
  }
  return all;
}

function belongsTo(group: Wanted[], line: Wanted): boolean {
  const [first, last] = [group[0]!, group.at(-1)!];
  return line.file === first.file && line.offset - endOf(last) <= gap && endOf(line) - first.offset <= largestRead;
}

async function readBytes(folder: Folder, file: JournalFile, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  file.readers++;
  try {
    for (let done = 0; done < length;) {
      const { bytesRead } = await file.handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0)
        throw new StorageError('corrupt', `${file.path} is damaged: it ends before byte ${offset + length}.`);
      done += bytesRead;
    }
    return bytes;
  } catch (error) {
    throw fileError(`reading ${file.path}`, error);
  } finally {
    file.readers--;
    await folder.release(file);
  }
}
