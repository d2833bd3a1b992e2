import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError } from '@persistence-lab/durable';
import { invalidParameters } from '@persistence-lab/service';
import { type Request, Router } from 'express';

const full = new Set(['ENOSPC', 'EDQUOT']);

/**
 * `POST /faults/fill?bytes=` writes that many bytes into the data folder, or until its disk is full;
 * `DELETE` makes the space free again. In a pod whose volume is the node's own disk, give bytes.
 */
export function fillRoutes(folder: string): Router {
  const router = Router();
  const path = join(folder, 'fault-fill.bin');
  router.post('/faults/fill', async (request, response) => {
    response.json(await fill(path, readBytes(request)));
  });
  router.delete('/faults/fill', async (_request, response) => {
    await rm(path, { force: true });
    response.status(204).end();
  });
  return router;
}

function readBytes(request: Request): number {
  const { bytes = '' } = request.query;
  if (bytes === '') return Infinity;
  if (typeof bytes === 'string' && /^\d{1,15}$/.test(bytes)) return Number(bytes);
  throw invalidParameters([{ path: ['bytes'], message: 'Must be a whole number of bytes, given once' }]);
}

/** Zeros that are written, not a hole: a sparse file would take no space. */
async function fill(path: string, bytes: number): Promise<{ written: number; full: boolean }> {
  const chunk = Buffer.alloc(1024 * 1024);
  let written = 0;
  try {
    await using file = await open(path, 'a');
    while (written < bytes) {
      written += (await file.write(chunk, 0, Math.min(chunk.length, bytes - written))).bytesWritten;
    }
    await file.datasync();
    return { written, full: false };
  } catch (error) {
    if (full.has(errorCode(error) ?? '')) return { written, full: true };
    throw fileError(`filling ${path}`, error);
  }
}
