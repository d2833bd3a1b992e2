import type { FileSystem } from '../../file-system.ts';
import { StorageError } from '../../storage-error.ts';
import { type Head, createHead, parseHead } from '../format/change.ts';
import { footerLine, headerLine } from '../format/file-header.ts';
import { isValidLine, scanLines } from '../format/line.ts';
import { type KeyIndex, createKeyIndex } from '../index/key-index.ts';
import type { JournalFile } from '../reading/journal-file.ts';
import { createLineOutput } from './line-output.ts';

/** A file to be replaced, up to where it was read once it was sealed; later lines do not count. */
export interface Source {
  readonly file: JournalFile;
  readonly end: number;
}

export interface Snapshot {
  /** The latest change of each key among the sources, and where its line is. */
  readonly latest: KeyIndex;
  /** The offset of each line in the snapshot, by the slots of `latest`. */
  readonly offsets: Float64Array;
}

/** Writes and syncs the latest changes of the sources, in the order of the files. */
export async function writeSnapshot(fs: FileSystem, sources: Source[], path: string): Promise<Snapshot> {
  const latest = await selectLatest(sources);
  const handle = await fs.open(path, 'wx');
  try {
    const output = createLineOutput(handle);
    const offsets = new Float64Array(latest.size);
    output.add(Buffer.from(headerLine('snapshot').trimEnd()));
    const copyLatest = (file: JournalFile, head: Head, line: Buffer, offset: number) => {
      const slot = latest.slotOf(head.key);
      if (latest.isAt(slot, file.number, offset)) offsets[slot] = output.add(line);
    };
    await forEachChange(sources, copyLatest, output.flush);
    output.add(Buffer.from(footerLine(latest.size).trimEnd()));
    await output.flush();
    await handle.sync();
    return { latest, offsets };
  } finally {
    await handle.close();
  }
}

async function selectLatest(sources: Source[]): Promise<KeyIndex> {
  const latest = createKeyIndex();
  await forEachChange(sources, (file, head, line, offset) => {
    const slot = latest.slotOf(head.key);
    if (slot < 0 || latest.compare(slot, head) > 0) latest.set(head, file.number, offset, line.length);
  });
  return latest;
}

async function forEachChange(
  sources: Source[],
  visit: (file: JournalFile, head: Head, line: Buffer, offset: number) => void,
  after?: () => Promise<void>,
): Promise<void> {
  const head = createHead();
  for (const { file, end } of sources) {
    const visitLine = (line: Buffer, offset: number) => {
      if (!isValidLine(line)) throw damagedSinceRead(file, offset);
      if (parseHead(line, head)) visit(file, head, line, offset);
    };
    await scanLines(file.handle, 0, end, visitLine, after);
  }
}

/** What the disk returns now must not replace the line that was valid before. */
function damagedSinceRead({ path }: JournalFile, offset: number): StorageError {
  return new StorageError(
    'corrupt',
    `${path} is damaged at byte ${offset}: the line was valid when it was first read.`,
  );
}
