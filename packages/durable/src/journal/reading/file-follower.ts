import { StorageError } from '../../storage-error.ts';
import { type Head, createHead, parseHead } from '../format/change.ts';
import { checkHeader, isFooter } from '../format/file-header.ts';
import { isValidLine, parseLine, scanLines } from '../format/line.ts';
import type { JournalFile } from './journal-file.ts';

/** The head is valid only during the call. */
export type ApplyLine = (head: Head, offset: number, length: number) => void;

/**
 * Reads what was added to a file since the last call and applies every valid line.
 *
 * The end of a journal may be torn: its last batch was still being written, by a live writer or
 * when the power failed. So reading stops at the first invalid line until the file grows. A writer
 * begins a batch only after it has synced the one before, and each line records how much of the
 * file was synced by then. A later line that records the invalid one as synced, as a footer always
 * does, proves damage; that, and any invalid line of a snapshot, throws StorageError `corrupt`.
 */
export async function followFile(file: JournalFile, apply: ApplyLine): Promise<void> {
  if (file.access !== 'followed') return;
  const size = Number((await file.handle.stat({ bigint: true })).size);
  if (size === file.progress.size) return;
  if (file.progress.size >= 0) file.grewAt = performance.now();
  await readNewLines(file, size, apply);
  file.progress.size = size;
  if (file.kind === 'snapshot' && file.access === 'followed')
    throw damaged(file, file.progress.end, 'the snapshot ends too early');
}

/** Applies the acknowledged lines of an own file once more. */
export async function rereadOwnFile(file: JournalFile, apply: ApplyLine): Promise<void> {
  await scanLines(file.handle, 0, file.progress.end, (line, offset) => {
    if (isValidLine(line) && parseHead(line, head)) apply(head, offset, line.length);
  });
}

async function readNewLines(file: JournalFile, size: number, apply: ApplyLine): Promise<void> {
  let tornAt: number | undefined;
  await scanLines(file.handle, file.progress.end, size, (line, offset) => {
    const isValid = isValidLine(line);
    if (tornAt !== undefined) {
      if (isValid && syncedBefore(line) > tornAt) throw damaged(file, tornAt, checksumMismatch);
    } else if (!isValid) {
      if (file.kind === 'snapshot') throw damaged(file, offset, checksumMismatch);
      tornAt = offset;
    } else {
      applyLine(file, line, offset, apply);
      file.progress.end = offset + line.length + 1;
    }
  });
}

/** Shared by all lines: they are many, and each is handled synchronously. */
const head = createHead();

/** How much of the file was on stable storage when this line was written: for a footer, all of it. */
function syncedBefore(line: Buffer): number {
  if (parseHead(line, head)) return head.synced;
  return isFooter(parseLine(line)) ? Infinity : 0;
}

function applyLine(file: JournalFile, line: Buffer, offset: number, apply: ApplyLine): void {
  const { progress } = file;
  if (offset === 0) {
    checkHeader(file.path, parseLine(line));
  } else if (parseHead(line, head)) {
    progress.lines++;
    progress.lastBatch = Math.max(progress.lastBatch, head.synced);
    apply(head, offset, line.length);
  } else {
    const value = parseLine(line);
    if (!isFooter(value) || value.end !== progress.lines) throw damaged(file, offset, 'a line has an unknown form');
    file.access = 'complete';
  }
}

const checksumMismatch = 'a line does not match its checksum';

function damaged(file: JournalFile, offset: number, reason: string): StorageError {
  return new StorageError(
    'corrupt',
    `${file.path} is damaged at byte ${offset}: ${reason}. Restore the folder from a backup, or salvage what is readable with --repair.`,
  );
}
