import { paths } from '@persistence-lab/api';
import { Server } from '@tus/server';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { drainRequest } from '../../http/request-body.ts';
import type { Uploads } from '../../uploads/uploads.ts';
import { checksumAlgorithms, readChecksum, requireTusVersion, requireValidHeaders } from './tus-headers.ts';
import { tusProblem } from './tus-problems.ts';
import { TusStore } from './tus-store.ts';

interface TusOptions {
  readonly fileLimit: number;
  readonly uploadExpiry: number;
}

/** Resumable uploads: the tus protocol 1.0.0, https://tus.io/protocols/resumable-upload. */
export function tusRoutes(uploads: Uploads, { fileLimit, uploadExpiry }: TusOptions): Router {
  const store = new TusStore(uploads, uploadExpiry);
  const server = new Server({
    path: paths.uploads,
    datastore: store,
    // The uploads do their own locking, which also works across processes.
    locker: { newLock: () => ({ lock: async () => {}, unlock: async () => {} }) },
    maxSize: fileLimit,
    relativeLocation: true,
    namingFunction: () => uuidv7(),
    disableTerminationForFinishedUploads: true,
    // Pages of other origins may neither send nor read.
    allowedOrigins: [],
    onResponseError: (_request, error) => {
      throw tusProblem(error);
    },
  });
  const handle: RequestHandler = async (request, response) => {
    try {
      const checksum = readChecksum(request);
      await store.withChecksum(checksum, () => server.handle(request, response));
    } finally {
      drainRequest(request);
    }
  };
  const checks: RequestHandler[] = [setTusHeaders, requireTusVersion, requireValidHeaders(fileLimit)];
  return Router()
    .options([paths.uploads, `${paths.uploads}/:id`], setTusHeaders, handle)
    .post(paths.uploads, checks, handle)
    .head(`${paths.uploads}/:id`, checks, handle)
    .patch(`${paths.uploads}/:id`, checks, handle)
    .delete(`${paths.uploads}/:id`, checks, handle);
}

/** The headers of every response, including errors. */
function setTusHeaders(_request: Request, response: Response, next: () => void): void {
  response.set({ 'Tus-Resumable': '1.0.0', 'Tus-Version': '1.0.0' });
  response.set('Tus-Checksum-Algorithm', checksumAlgorithms.join(','));
  next();
}
