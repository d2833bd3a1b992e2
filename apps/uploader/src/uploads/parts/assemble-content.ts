import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { StorageError } from '@persistence-lab/durable';
import { batchBytes } from '../../files/content-sink.ts';
import { hashContent, writeContent } from '../../files/content.ts';
import { contentName } from '../../files/meta.ts';
import type { LeaseFile } from '../lease/lease-file.ts';
import { readUploadState } from '../upload-folder.ts';
import { type ContentPart, contentParts, partName } from './part.ts';

/**
 * Makes the content file from the parts of a complete upload and returns its SHA-256. A single part is renamed;
 * several are copied in `stagingDir`.
 *
 * @param known the hash of the content, when this process received all of it
 */
export async function assembleContent(
  folder: string,
  file: LeaseFile,
  known: Hash | undefined,
  stagingDir: string,
): Promise<string> {
  const state = await readUploadState(folder);
  // An earlier attempt crashed after it had created the content.
  if (state?.names.includes(contentName)) return hashOf(folder);
  const parts = contentParts(file, state?.parts ?? []);
  if (!parts) throw new StorageError('corrupt', `The parts in ${folder} do not add up to ${file.offset} bytes`);
  const [first] = parts;
  if (first && parts.length === 1) {
    await requireSize(join(folder, partName(first)), file.offset);
    await rename(join(folder, partName(first)), join(folder, contentName));
    return known?.digest('hex') ?? hashOf(folder);
  }
  const staged = join(stagingDir, contentName);
  const { size, sha256 } = await writeContent(staged, Readable.from(readParts(folder, parts)), skipSpaceCheck);
  if (size !== file.offset) throw new StorageError('corrupt', `The parts in ${folder} have lost bytes`);
  await rename(staged, join(folder, contentName));
  return sha256;
}

// The floor of free space is reserved for this too: a complete upload is never refused.
const skipSpaceCheck = async () => {};

async function* readParts(folder: string, parts: readonly ContentPart[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    const path = join(folder, partName(part));
    yield* createReadStream(path, { end: part.length - 1, highWaterMark: batchBytes }) as AsyncIterable<Buffer>;
  }
}

async function hashOf(folder: string): Promise<string> {
  const digest = await hashContent(join(folder, contentName));
  if (!digest) throw new StorageError('corrupt', `${folder} has no ${contentName}`);
  return digest.sha256;
}

async function requireSize(path: string, expected: number): Promise<void> {
  const { size } = await stat(path);
  if (size !== expected) throw new StorageError('corrupt', `${path} has ${size} of ${expected} bytes`);
}
