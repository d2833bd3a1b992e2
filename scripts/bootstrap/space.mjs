import { statfsSync } from 'node:fs';
import { Failure } from './failure.mjs';

/** @throws Failure when the file system of `folder` has less free space */
export function requireSpace(folder, megabytes) {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes)
    throw new Failure(`Not enough space: ${folder} has ${free} MB free, ${megabytes} MB are needed.`);
}
