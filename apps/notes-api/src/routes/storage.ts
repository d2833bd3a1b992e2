import { resolve } from 'node:path';
import { type NotesStorageReport, paths, type Place } from '@persistence-lab/api';
import { describeVolume } from '@persistence-lab/durable';
import { Router } from 'express';
import type { NotesStore } from '../stores/store.ts';

export interface StorageParts {
  readonly store: NotesStore;
  readonly place: Place;
  /** Undefined when the notes are not in a folder. */
  readonly dataFolder: string | undefined;
}

/** `/v1/storage`: where is my note? */
export function storageRoutes({ store, place, dataFolder }: StorageParts): Router {
  const router = Router();
  router.get(paths.storage, async (_request, response) => {
    const [description, volume] = await Promise.all([
      store.describe(),
      dataFolder === undefined ? null : volumeOf(dataFolder),
    ]);
    response.json({ ...place, ...description, volume } satisfies NotesStorageReport);
  });
  return router;
}

async function volumeOf(folder: string) {
  return { path: resolve(folder), ...(await describeVolume(folder)) };
}
