import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { errorCode, fileError } from '@persistence-lab/durable';
import type { Written } from './write-content.ts';

/** Reads a file to its end; undefined when there is none. */
export async function hashContent(path: string): Promise<Written | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    const handle = await open(path, 'r');
    for await (const chunk of handle.createReadStream({ highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      hash.update(chunk);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`reading ${path}`, error);
  }
  return { size, sha256: hash.digest('hex') };
}
