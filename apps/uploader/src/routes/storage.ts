import { type FilesStorageReport, paths, type Placement } from '@persistence-lab/api';
import { Router } from 'express';
import type { FileStore } from '../files/file-store.ts';

/** `GET /v1/storage`: where the files are stored. */
export function storageRoutes(store: FileStore, place: Placement): Router {
  const router = Router();
  router.get(paths.storage, async (_request, response) => {
    response.json({ ...place, ...(await store.describe()) } satisfies FilesStorageReport);
  });
  return router;
}
