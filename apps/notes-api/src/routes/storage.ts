import { resolve } from 'node:path';
import { type NotesStorageReport, paths, type Placement } from '@persistence-lab/api';
import { describeVolume } from '@persistence-lab/durable';
import { Router } from 'express';
import type { NotesStore } from '../stores/store.ts';

export interface StorageOptions {
  readonly store: NotesStore;
  readonly placement: Placement;
  /** Data directory; undefined when the notes are not in a folder. */
  readonly dataFolder: string | undefined;
}

/** `/v1/storage`: location and durability of the notes. */
export function storageRoutes({ store, placement, dataFolder }: StorageOptions): Router {
  const router = Router();
  router.get(paths.storage, async (_request, response) => {
    const [description, volume] = await Promise.all([
      store.describe(),
      dataFolder === undefined ? null : volumeOf(dataFolder),
    ]);
    response.json({ ...placement, ...description, volume } satisfies NotesStorageReport);
  });
  return router;
}

async function volumeOf(folder: string) {
  return { path: resolve(folder), ...(await describeVolume(folder)) };
}
