import { type FilePage, paths } from '@persistence-lab/api';
import { Router } from 'express';
import type { FileStore } from '../files/file-store.ts';
import { readId, readPage } from './requests.ts';

const onePath = `${paths.files}/:id`;

/** The list of files, and what can be asked of one besides its content. */
export function filesRoutes(store: FileStore): Router {
  const router = Router();

  router.get(paths.files, async (request, response) => {
    const { limit, after } = readPage(request);
    const page = await store.list(limit, after);
    if (page.next) response.links({ next: `${paths.files}?limit=${limit}&cursor=${page.next}` });
    response.json(page satisfies FilePage);
  });

  router.get(`${onePath}/meta`, async (request, response) => {
    response.json(await store.get(readId(request)));
  });

  router.get(`${onePath}/verify`, async (request, response) => {
    response.json(await store.verify(readId(request)));
  });

  router.delete(onePath, async (request, response) => {
    await store.delete(readId(request));
    response.status(204).end();
  });

  return router;
}
