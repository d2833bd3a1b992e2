import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errorCode, fileError, removeIfExists, syncFolder } from '@persistence-lab/durable';
import { notFound } from '../files/meta.ts';
import { createHold, type Hold, moveMark } from './hold.ts';
import { idle, type Mark, markName, newName, type Part, partName } from './mark.ts';
import { UploadError } from './upload-error.ts';
import { readStanding, type Standing } from './upload-folder.ts';

export interface Claim {
  readonly hold: Hold;
  /** Of this process alone: another that wakes up late writes into a file of its own. */
  readonly part: Part;
}

export interface ClaimOptions {
  /** Milliseconds without a sign of life after which another holder's right is taken away. */
  readonly lease: number;
  /** The part that this process wrote last; it goes on there when it still is the last one. */
  readonly own: Part | undefined;
}

const lookEvery = 100;

/**
 * Takes the right to add bytes at an offset. A holder elsewhere is watched: when it moves it keeps its
 * right, when it does nothing for the length of a lease it loses it. No clocks are compared.
 *
 * @throws UploadError `wrong-offset` or `locked`; StorageError `not-found`
 */
export async function claim(folder: string, id: string, offset: number, options: ClaimOptions): Promise<Claim> {
  const { mark, standing } = await freeMark(folder, id, offset, options.lease);
  const holder = newName();
  if (mark.part === options.own?.id) return { hold: await take(folder, mark, mark.part, holder), part: options.own };
  const part = await startPart(folder, mark, standing.parts);
  try {
    return { hold: await take(folder, mark, part.id, holder), part };
  } catch (error) {
    await removeIfExists(join(folder, partName(part)));
    throw error;
  }
}

/** The right to do the last steps of an upload whose bytes are all there. */
export async function claimComplete(folder: string, id: string, size: number, lease: number): Promise<Hold> {
  const { mark } = await freeMark(folder, id, size, lease);
  return take(folder, mark, mark.part, newName());
}

async function take(folder: string, from: Mark, part: string, holder: string): Promise<Hold> {
  const to = { offset: from.offset, part, holder, beat: 0 };
  await moveMark(folder, from, to);
  return createHold(folder, to);
}

async function freeMark(folder: string, id: string, offset: number, lease: number) {
  const { mark: first } = await look(folder, id, offset);
  const until = performance.now() + lease;
  for (;;) {
    const { mark, standing } = await look(folder, id, offset);
    if (mark.holder === idle) return { mark, standing };
    if (markName(mark) !== markName(first)) throw new UploadError('locked', 'Another request is at this upload');
    if (performance.now() >= until) return { mark, standing };
    await setTimeout(Math.min(lookEvery, lease / 4));
  }
}

async function look(folder: string, id: string, offset: number): Promise<{ mark: Mark; standing: Standing }> {
  const standing = await readStanding(folder);
  if (!standing) throw notFound(id);
  const { mark } = standing;
  if (!mark) throw new UploadError('locked', 'This upload is being finished');
  if (mark.offset === offset) return { mark, standing };
  throw new UploadError('wrong-offset', `The upload stands at ${mark.offset}, not at ${offset}`);
}

/** An empty part whose name is on disk. One that holds nothing yet is passed over, so that most uploads are one part. */
async function startPart(folder: string, { offset, part: last }: Mark, parts: readonly Part[]): Promise<Part> {
  const before = parts.find(({ id }) => id === last);
  const part = { start: offset, id: newName(), previous: before?.start === offset ? before.previous : last };
  try {
    await (await open(join(folder, partName(part)), 'wx')).close();
    await syncFolder(folder);
    return part;
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? notFound(folder, error) : fileError(`writing into ${folder}`, error);
  }
}
