import { StorageError, fileError } from '../../storage-error.ts';
import { type Change, parseChange } from '../format/change.ts';
import { isValidLine } from '../format/line.ts';
import type { Location } from '../index/columns.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { FolderFiles } from './folder-files.ts';
import { type JournalFile, closeIfUnused } from './journal-file.ts';

interface Requested extends Location {
  readonly key: string;
  /** Its position in the result. */
  readonly at: number;
}

/** Lines with at most this many bytes between them are read by one call. */
const gap = 16 << 10;
const largestRead = 1 << 20;

/** Reads the lines of these slots; lines that are close together on disk are read by one call. */
export async function readChanges(index: KeyIndex, files: FolderFiles, slots: readonly number[]): Promise<Change[]> {
  const requested = slots.map((slot, at) => ({ ...index.location(slot), key: index.keyOf(slot), at }));
  const changes: Change[] = Array.from({ length: slots.length });
  const reads = groupNeighbours(requested).map(async (group) => {
    const file = files.byNumber(group[0]!.file);
    const start = group[0]!.offset;
    const bytes = await readBytes(file, start, endOf(group.at(-1)!) - start);
    for (const line of group) {
      const found = bytes.subarray(line.offset - start, endOf(line) - start);
      const change = isValidLine(found) ? parseChange(found) : undefined;
      if (change?.key !== line.key) throw damaged(file, line);
      changes[line.at] = change;
    }
  });
  await Promise.all(reads);
  return changes;
}

function damaged(file: JournalFile, { offset, key }: Requested): StorageError {
  return new StorageError(
    'corrupt',
    `${file.path} is damaged at byte ${offset}: the line of ${key} is not what was written.`,
  );
}

function endOf(line: Location): number {
  return line.offset + line.length;
}

function groupNeighbours(requested: Requested[]): Requested[][] {
  const sorted =
    requested.length > 1 ? requested.toSorted((a, b) => a.file - b.file || a.offset - b.offset) : requested;
  const groups: Requested[][] = [];
  for (const line of sorted) {
    const group = groups.at(-1);
    if (group && belongsTo(group, line)) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

function belongsTo(group: Requested[], line: Requested): boolean {
  const [first, last] = [group[0]!, group.at(-1)!];
  return line.file === first.file && line.offset - endOf(last) <= gap && endOf(line) - first.offset <= largestRead;
}

async function readBytes(file: JournalFile, offset: number, length: number): Promise<Buffer> {
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
    await closeIfUnused(file);
  }
}
