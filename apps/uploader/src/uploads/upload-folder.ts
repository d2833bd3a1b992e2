import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errorCode, fileError, StorageError, syncFolder } from '@persistence-lab/durable';
import * as z from 'zod';
import { isId, notFound } from '../files/meta.ts';
import { type LeaseFile, leaseFileName, noHolder, parseLeaseFile } from './lease/lease-file.ts';
import { noPart, parsePart, type Part } from './parts/part.ts';

const descriptionName = 'upload.json';

const descriptionSchema = z.object({
  id: z.uuid(),
  size: z.int().nonnegative(),
  name: z.string(),
  type: z.string(),
  /** As the client sent it; returned to clients unchanged. */
  metadata: z.record(z.string(), z.string().nullable()),
  createdAt: z.iso.datetime(),
});

/** What the client declared when it created the upload. */
export type UploadDescription = z.infer<typeof descriptionSchema>;

/** @throws StorageError `not-found` for a malformed id, which must not become part of a path */
export function uploadPath(uploads: string, id: string): string {
  if (!isId(id)) throw notFound(id);
  return join(uploads, id);
}

/** The folder of a new upload. Its content is durable when it resolves; its own name is not. */
export async function createUploadFolder(folder: string, description: UploadDescription): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, descriptionName);
  await writeFile(path, `${JSON.stringify(description)}\n`, { flag: 'wx', flush: true });
  await writeFile(join(folder, leaseFileName({ offset: 0, part: noPart, holder: noHolder, heartbeat: 0 })), '');
  await syncFolder(folder);
}

/** Undefined when the folder does not exist or is not one of an upload. */
export async function readDescription(folder: string): Promise<UploadDescription | undefined> {
  const path = join(folder, descriptionName);
  try {
    return descriptionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) !== undefined) throw fileError(`reading ${path}`, error);
    throw new StorageError('corrupt', `${path} does not describe an upload`, { cause: error });
  }
}

/** The contents of an unfinished upload's folder. */
export interface UploadState {
  /** Undefined when the upload is finished but not yet published. */
  readonly leaseFile: LeaseFile | undefined;
  readonly parts: readonly Part[];
  readonly names: readonly string[];
}

/**
 * Lists the folder instead of looking up single names: network file systems answer a lookup from their cache,
 * but ask the server when a folder is opened.
 */
export async function readUploadState(folder: string): Promise<UploadState | undefined> {
  for (let tries = 1; ; tries += 1) {
    const names = await listNames(folder);
    if (names === undefined) return undefined;
    const leaseFiles = names.flatMap((name) => parseLeaseFile(name) ?? []);
    // A listing may miss or repeat a file that is being renamed.
    if (leaseFiles.length === 1 || (leaseFiles.length === 0 && tries === 5)) {
      return { leaseFile: leaseFiles[0], parts: names.flatMap((name) => parsePart(name) ?? []), names };
    }
    if (tries === 20) {
      const found = leaseFiles.map(leaseFileName).join(', ');
      throw new StorageError('corrupt', `${folder} has ${leaseFiles.length} lease files: ${found}`);
    }
    await setTimeout(2);
  }
}

async function listNames(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`listing ${folder}`, error);
  }
}
