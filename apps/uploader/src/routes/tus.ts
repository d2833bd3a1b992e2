import { paths } from '@persistence-lab/api';
import { Server } from '@tus/server';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { dropRest } from '../drop-rest.ts';
import { TusStore } from '../uploads/tus-store.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { checksumAlgorithms, readChecksum, requireTus, requireValidHeaders } from './tus-headers.ts';
import { tusProblem } from './tus-problems.ts';

interface TusOptions {
  readonly fileLimit: number;
  readonly uploadExpiry: number;
}

/** Resumable uploads as of https://tus.io/protocols/resumable-upload, 1.0.0. */
export function tusRoutes(uploads: Uploads, { fileLimit, uploadExpiry }: TusOptions): Router {
  const store = new TusStore(uploads, uploadExpiry);
  const server = new Server({
    path: paths.uploads,
    datastore: store,
    // The store itself sees to it that one request at a time adds bytes, also across processes.
    locker: { newLock: () => ({ lock: async () => {}, unlock: async () => {} }) },
    maxSize: fileLimit,
    relativeLocation: true,
    namingFunction: () => uuidv7(),
    disableTerminationForFinishedUploads: true,
    // No page of another origin may send or read.
    allowedOrigins: [],
    onResponseError: (_request, error) => {
      throw tusProblem(error);
    },
  });
  const handle: RequestHandler = async (request, response) => {
    try {
      const checksum = readChecksum(request);
      await store.expecting(checksum, () => server.handle(request, response));
    } finally {
      dropRest(request);
    }
  };
  const checks: RequestHandler[] = [announceTus, requireTus, requireValidHeaders(fileLimit)];
  return Router()
    .options([paths.uploads, `${paths.uploads}/:id`], announceTus, handle)
    .post(paths.uploads, checks, handle)
    .head(`${paths.uploads}/:id`, checks, handle)
    .patch(`${paths.uploads}/:id`, checks, handle)
    .delete(`${paths.uploads}/:id`, checks, handle);
}

/** What every answer says, also one that is an error. */
function announceTus(_request: Request, response: Response, next: () => void): void {
  response.set({ 'Tus-Resumable': '1.0.0', 'Tus-Version': '1.0.0' });
  response.set('Tus-Checksum-Algorithm', checksumAlgorithms.join(','));
  next();
}
