import { randomBytes } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { removeIfExists, syncFolder } from '../../atomic-file.ts';
import { StorageError, fileError } from '../../storage-error.ts';
import { fileName } from '../format/file-name.ts';
import { footerLine, headerLine } from '../format/file-header.ts';
import { type FileReport, inspectFile, inspectFolder } from './inspection.ts';
import { createLineOutput } from '../compaction/line-output.ts';

export interface Salvage {
  /** The name under which the damaged file is kept. */
  readonly kept: string;
  /** The new file with the readable changes. */
  readonly salvaged: string;
  readonly lines: number;
  readonly lost: FileReport['damage'];
}

/**
 * Makes a damaged folder readable: copies the valid lines of each damaged file to a new snapshot and
 * keeps the damaged file as `.damaged`, which is never read. A key whose latest change is lost may
 * return to an earlier version. No service may have the folder open.
 *
 * @throws StorageError `invalid` for files of another format or a later version: nothing is changed; `no-space`, `unavailable`
 */
export async function repairFolder(dir: string): Promise<Salvage[]> {
  const { files, foreign } = await inspectFolder(dir);
  if (foreign.length > 0)
    throw new StorageError('invalid', `${dir} holds files that are not journals: ${foreign.join(', ')}`);
  const damaged = files.filter((file) => file.damage.length > 0 || file.problem !== undefined);
  for (const file of damaged) {
    if (file.problem && file.kind !== 'snapshot') throw new StorageError('invalid', file.problem);
  }
  const salvages: Salvage[] = [];
  try {
    for (const file of damaged) salvages.push(await salvage(dir, file));
  } catch (error) {
    throw fileError(`repairing ${dir}`, error);
  }
  return salvages;
}

/** A crash between the two renames leaves the damaged file and its copy; another repair makes a second copy of the same changes. */
async function salvage(dir: string, file: FileReport): Promise<Salvage> {
  const stem = `${randomBytes(8).toString('hex')}-0`;
  const temporary = join(dir, `${stem}.tmp`);
  const salvaged = fileName(stem, 'snapshot');
  const kept = `${file.name}.damaged`;
  try {
    const lines = await copyValidLines(dir, file, temporary);
    await rename(temporary, join(dir, salvaged));
    await syncFolder(dir);
    await rename(join(dir, file.name), join(dir, kept));
    await syncFolder(dir);
    return { kept, salvaged, lines, lost: file.damage };
  } finally {
    await removeIfExists(temporary);
  }
}

async function copyValidLines(dir: string, file: FileReport, path: string): Promise<number> {
  const handle = await open(path, 'wx');
  try {
    const output = createLineOutput(handle);
    output.add(Buffer.from(headerLine('snapshot').trimEnd()));
    const { lines } = await inspectFile(dir, file.name, file.kind, (_, line) => void output.add(line), output.flush);
    output.add(Buffer.from(footerLine(lines).trimEnd()));
    await output.flush();
    await handle.sync();
    return lines;
  } finally {
    await handle.close();
  }
}
