import type { FileHandle } from '../file-system.ts';
import { StorageError } from '../storage-error.ts';
import { type Head, createHead, parseHead } from './change.ts';
import type { FileKind } from './file-name.ts';
import { checkHeader, isFooter } from './format.ts';
import { scanLines } from './line-scan.ts';
import { isWhole, parseLine } from './line.ts';

/** One file of the folder, as far as this process has read it. */
export interface JournalFile {
  readonly number: number;
  readonly stem: string;
  kind: FileKind;
  path: string;
  readonly handle: FileHandle;
  /** Bytes up to which every line has been applied. */
  consumed: number;
  /** Size at the last look; -1: never looked. */
  seen: number;
  /** True: this process appends to it, and applies its lines itself. */
  own: boolean;
  /** Nothing in it beyond `consumed` is of any use. */
  finished: boolean;
  /** Lines applied or superseded, deletions among them. */
  lines: number;
  /** Where the last batch that was read begins: of those before it the writer acknowledged all. */
  lastBatch: number;
  /** Where a whole line that is not valid begins. */
  torn: number | undefined;
  /** Keys whose standing change is here. */
  live: number;
  /** When it was last seen to have grown, by the process's own monotonic clock, in milliseconds. */
  grewAt: number;
  /** Reads under way, which need the handle. */
  readers: number;
  /** No longer in the folder. */
  gone: boolean;
  /** Gone, with lines that stand and that nothing else was found to hold. */
  lost: boolean;
}

export function createJournalFile(
  file: Pick<JournalFile, 'number' | 'stem' | 'kind' | 'path' | 'handle' | 'own' | 'grewAt'>,
): JournalFile {
  return {
    ...file,
    consumed: 0,
    seen: -1,
    finished: false,
    lines: 0,
    lastBatch: 0,
    torn: undefined,
    live: 0,
    readers: 0,
    gone: false,
    lost: false,
  };
}

/** Forgets what was read, so that following begins at the start. */
export function restart(file: JournalFile): void {
  Object.assign(file, { consumed: 0, seen: -1, finished: false, lines: 0, lastBatch: 0, torn: undefined });
}

/** Applies once more what this process has acknowledged in a file of its own. */
export async function rereadOwn(file: JournalFile, apply: ApplyLine): Promise<void> {
  await scanLines(file.handle, 0, file.consumed, (line, offset) => {
    if (isWhole(line) && parseHead(line, head)) apply(head, offset, line.length);
  });
}

/** The head is valid only during the call. */
export type ApplyLine = (head: Head, offset: number, length: number) => void;

/**
 * Reads what was added to a file since the last time and applies every whole, valid line.
 *
 * A journal's end may be torn: its last batch was being written, by a live writer or when the
 * power went. So the first line that is not valid ends the reading, until the file grows. A writer
 * begins a batch only after the one before has been synced, and each line tells how far that was.
 * A later line which says that the invalid one had been synced, as a last line always does, proves damage; that, and any invalid
 * line of a snapshot, throws StorageError `corrupt`.
 */
export async function followFile(file: JournalFile, apply: ApplyLine): Promise<void> {
  if (file.own || file.finished) return;
  const size = Number((await file.handle.stat({ bigint: true })).size);
  if (size === file.seen) return;
  if (file.seen >= 0) file.grewAt = performance.now();
  await readLines(file, size, apply);
  file.seen = size;
  if (file.kind === 'snapshot') {
    if (!file.finished) throw damaged(file, file.consumed, 'the snapshot ends too early');
  }
}

async function readLines(file: JournalFile, size: number, apply: ApplyLine): Promise<void> {
  file.torn = undefined;
  await scanLines(file.handle, file.consumed, size, (line, offset) => takeLine(file, line, offset, apply));
}

/** Lines are many, and no line is looked at while another is. */
const head = createHead();

function takeLine(file: JournalFile, line: Buffer, offset: number, apply: ApplyLine): void {
  const whole = isWhole(line);
  if (file.torn !== undefined) {
    if (whole && syncedBefore(line) > file.torn) throw damaged(file, file.torn, notWritten);
  } else if (!whole) {
    if (file.kind === 'snapshot') throw damaged(file, offset, notWritten);
    file.torn = offset;
  } else {
    takeWhole(file, line, offset, apply);
    file.consumed = offset + line.length + 1;
  }
}

/** How much of the file was on stable storage when this line was written; all of it when it is the file's last. */
function syncedBefore(line: Buffer): number {
  if (parseHead(line, head)) return head.synced;
  return isFooter(parseLine(line)) ? Infinity : 0;
}

function takeWhole(file: JournalFile, line: Buffer, offset: number, apply: ApplyLine): void {
  if (offset === 0) {
    checkHeader(file.path, parseLine(line));
  } else if (parseHead(line, head)) {
    file.lines++;
    file.lastBatch = Math.max(file.lastBatch, head.synced);
    apply(head, offset, line.length);
  } else {
    const value = parseLine(line);
    if (!isFooter(value) || value.end !== file.lines) throw damaged(file, offset, 'a line has an unknown form');
    file.finished = true;
  }
}

const notWritten = 'a line is not what was written';

function damaged(file: JournalFile, offset: number, what: string): StorageError {
  return new StorageError(
    'corrupt',
    `${file.path} is damaged at byte ${offset}: ${what}. Restore the folder from a backup, or salvage what is readable with --repair.`,
  );
}
