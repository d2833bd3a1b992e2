import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errorCode, fileError, StorageError } from '@persistence-lab/durable';
import * as z from 'zod';
import { type Mark, markName, parseMark, parsePart, type Part } from './mark.ts';

export const uploadFileName = 'upload.json';

const uploadSchema = z.object({
  id: z.uuid(),
  size: z.int().nonnegative(),
  name: z.string(),
  type: z.string(),
  /** As the client sent it, for the client. */
  metadata: z.record(z.string(), z.string().nullable()),
  createdAt: z.iso.datetime(),
});

/** What the client said of an upload when it created it. */
export type UploadDescription = z.infer<typeof uploadSchema>;

/** On disk when it resolves, but for its name. */
export async function writeDescription(folder: string, description: UploadDescription): Promise<void> {
  await writeFile(join(folder, uploadFileName), `${JSON.stringify(description)}\n`, { flag: 'wx', flush: true });
}

/** Undefined when there is no such folder, or it is none of an upload. */
export async function readDescription(folder: string): Promise<UploadDescription | undefined> {
  const path = join(folder, uploadFileName);
  try {
    return uploadSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) !== undefined) throw fileError(`reading ${path}`, error);
    throw new StorageError('corrupt', `${path} does not describe an upload`, { cause: error });
  }
}

/** What lies in the folder of an unfinished upload. */
export interface Standing {
  /** Undefined when it is finished but for its move to the files. */
  readonly mark: Mark | undefined;
  readonly parts: readonly Part[];
  readonly names: readonly string[];
}

/**
 * Reads the folder anew. Never asks for one name: a network file system answers that from memory, while it
 * asks the server when a folder is opened.
 */
export async function readStanding(folder: string): Promise<Standing | undefined> {
  for (let tries = 1; ; tries += 1) {
    const names = await namesIn(folder);
    if (names === undefined) return undefined;
    const marks = names.flatMap((name) => parseMark(name) ?? []);
    // A listing may miss a file that is just being renamed, or have it twice.
    if (marks.length === 1 || (marks.length === 0 && tries === 5)) {
      return { mark: marks[0], parts: names.flatMap((name) => parsePart(name) ?? []), names };
    }
    if (tries === 20)
      throw new StorageError('corrupt', `${folder} has ${marks.length} marks: ${marks.map(markName).join(', ')}`);
    await setTimeout(2);
  }
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`listing ${folder}`, error);
  }
}
