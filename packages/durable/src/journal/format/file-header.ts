import { StorageError } from '../../storage-error.ts';
import type { FileKind } from './file-name.ts';
import { encodeLine } from './line.ts';

/** Increases with each change that earlier releases cannot read. */
const formatVersion = 1;

/** The first line of every file. */
export function headerLine(kind: FileKind): string {
  return encodeLine(JSON.stringify({ format: 'persistence-lab/journal', version: formatVersion, kind }));
}

/** The last line of a snapshot, without which lines are missing, and of a journal that its writer closed cleanly. */
export function footerLine(lines: number): string {
  return encodeLine(JSON.stringify({ end: lines }));
}

export function isFooter(value: unknown): value is { end: number } {
  return typeof value === 'object' && value !== null && 'end' in value;
}

/** Throws StorageError `invalid` for a header of another format or a later version. */
export function checkHeader(path: string, value: unknown): void {
  const header = value as { format?: unknown; version?: unknown };
  if (header.format !== 'persistence-lab/journal') {
    throw new StorageError('invalid', `${path} is not a journal. Use a folder of its own.`);
  }
  if (header.version !== formatVersion) {
    throw new StorageError(
      'invalid',
      `${path} has format version ${String(header.version)}; this release reads version ${formatVersion}. Run the release that wrote it, or a later one.`,
    );
  }
}
