import { statfsSync } from 'node:fs';
import { Failure } from './failure.mjs';

/** @throws Failure when the file system of `folder` has fewer than so many free MB */
export function requireSpace(folder, megabytes) {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes) throw new Failure(`No space: ${folder} has ${free} MB free, and ${megabytes} MB are needed.`);
}
