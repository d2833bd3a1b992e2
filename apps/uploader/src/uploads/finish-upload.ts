import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { errorCode, fileError, removeIfExists, StorageError, syncFolder } from '@persistence-lab/durable';
import { pileBytes } from '../files/content-sink.ts';
import { hashContent } from '../files/hash-content.ts';
import { contentName, metaName, writeMeta } from '../files/meta.ts';
import { writeContent } from '../files/write-content.ts';
import type { WriterFolder } from '../files/writer-folder.ts';
import type { Hold } from './hold.ts';
import { chainTo, type Link, partName } from './mark.ts';
import { UploadError } from './upload-error.ts';
import { readDescription, readStanding } from './upload-folder.ts';

export interface Finishing {
  /** The folder of the kept files. */
  readonly files: string;
  readonly writer: WriterFolder;
  readonly uploadedBy: string;
}

/**
 * Makes a file of an upload whose bytes are all there: content and description into its folder, the mark
 * out of it, the folder to the files. After a crash anywhere in between, another goes on from there.
 *
 * @param known the hash of the whole content, when it came to this process from the first byte to the last
 */
export async function finishUpload(hold: Hold, known: Hash | undefined, { files, writer, uploadedBy }: Finishing) {
  const { folder, mark } = hold;
  const workshop = writer.newPath();
  try {
    await mkdir(workshop, { recursive: true });
    const sha256 = (await assemble(hold, workshop)) ?? known?.digest('hex') ?? (await hashOf(folder));
    const description = await readDescription(folder);
    if (!description) throw new StorageError('not-found', `${folder} is gone`);
    const { id, name, type } = description;
    const file = { id, name, size: mark.offset, type, sha256, createdAt: new Date().toISOString(), uploadedBy };
    await writeMeta(workshop, file);
    await rename(join(workshop, metaName), join(folder, metaName));
    await removeParts(folder);
    await syncFolder(folder);
    await hold.drop();
    await publish(folder, join(files, id), files);
  } catch (error) {
    throw ofFinishing(error, folder);
  } finally {
    await rm(workshop, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Something that is not there any more was taken by another, who finishes it. */
function ofFinishing(error: unknown, folder: string): unknown {
  if (errorCode(error) === 'ENOENT') {
    return new UploadError('locked', 'Another request has taken this upload over', { cause: error });
  }
  return errorCode(error) === undefined || error instanceof StorageError
    ? error
    : fileError(`finishing ${folder}`, error);
}

/** Moves a finished upload to the files. Does nothing when another has. */
export async function publish(folder: string, path: string, files: string): Promise<void> {
  await rename(folder, path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw fileError(`moving ${folder} to the files`, error);
  });
  await syncFolder(files);
}

/** Makes one file of the parts. Gives its hash when it had to read them: a single part just gets its name. */
async function assemble(hold: Hold, workshop: string): Promise<string | undefined> {
  const { folder, mark } = hold;
  const standing = await readStanding(folder);
  // A crash came between the naming of the content and the end.
  if (standing?.names.includes(contentName)) return hashOf(folder);
  const chain = chainTo(mark, standing?.parts ?? []);
  if (!chain) throw new StorageError('corrupt', `The parts in ${folder} do not make ${mark.offset} bytes`);
  const [first] = chain;
  if (first && chain.length === 1) {
    await expectLength(join(folder, partName(first)), mark.offset);
    await rename(join(folder, partName(first)), join(folder, contentName));
    return undefined;
  }
  const { size, sha256 } = await writeContent(join(workshop, contentName), Readable.from(read(folder, chain)), anyway);
  if (size !== mark.offset) throw new StorageError('corrupt', `The parts in ${folder} have lost bytes`);
  await rename(join(workshop, contentName), join(folder, contentName));
  return sha256;
}

async function* read(folder: string, chain: readonly Link[]): AsyncGenerator<Buffer> {
  for (const link of chain) {
    const path = join(folder, partName(link));
    yield* createReadStream(path, { end: link.length - 1, highWaterMark: pileBytes }) as AsyncIterable<Buffer>;
  }
}

// The floor is there for this, too: an upload that has arrived is not refused.
const anyway = async () => {};

async function hashOf(folder: string): Promise<string> {
  const hashed = await hashContent(join(folder, contentName));
  if (!hashed) throw new StorageError('corrupt', `${folder} has no ${contentName}`);
  return hashed.sha256;
}

async function removeParts(folder: string): Promise<void> {
  const standing = await readStanding(folder);
  for (const part of standing?.parts ?? []) await removeIfExists(join(folder, partName(part)));
}

async function expectLength(path: string, length: number): Promise<void> {
  const { size } = await stat(path);
  if (size !== length) throw new StorageError('corrupt', `${path} has ${size} bytes of ${length}`);
}
