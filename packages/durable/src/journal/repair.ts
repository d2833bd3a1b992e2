import { randomBytes } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { removeIfThere, syncFolder } from '../atomic-file.ts';
import { StorageError, fileError } from '../storage-error.ts';
import { fileName } from './file-name.ts';
import { footerLine, headerLine } from './format.ts';
import { type FileReport, inspectFile, inspectFolder } from './inspection.ts';
import { createOutput } from './snapshot-output.ts';

export interface Salvage {
  /** The damaged file, under the name it is kept by. */
  readonly kept: string;
  /** The new file with what was readable. */
  readonly salvaged: string;
  readonly lines: number;
  readonly lost: FileReport['damage'];
}

/**
 * Makes a damaged folder readable: the whole lines of each damaged file go to a new snapshot, and
 * the damaged file is kept as `.damaged`, which nothing reads. Of what stood in the unreadable
 * stretches an earlier version may stand again. No service may have the folder open.
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

/** A crash in between leaves the damaged file and its copy: repairing again makes another copy, of the same changes. */
async function salvage(dir: string, file: FileReport): Promise<Salvage> {
  const stem = `${randomBytes(8).toString('hex')}-0`;
  const temporary = join(dir, `${stem}.tmp`);
  const salvaged = fileName(stem, 'snapshot');
  const kept = `${file.name}.damaged`;
  try {
    const lines = await copyWhole(dir, file, temporary);
    await rename(temporary, join(dir, salvaged));
    await syncFolder(dir);
    await rename(join(dir, file.name), join(dir, kept));
    await syncFolder(dir);
    return { kept, salvaged, lines, lost: file.damage };
  } finally {
    await removeIfThere(temporary);
  }
}

async function copyWhole(dir: string, file: FileReport, path: string): Promise<number> {
  const handle = await open(path, 'wx');
  try {
    const out = createOutput(handle);
    out.add(Buffer.from(headerLine('snapshot').trimEnd()));
    const { lines } = await inspectFile(dir, file.name, file.kind, (_, line) => void out.add(line), out.flush);
    out.add(Buffer.from(footerLine(lines).trimEnd()));
    await out.flush();
    await handle.sync();
    return lines;
  } finally {
    await handle.close();
  }
}
