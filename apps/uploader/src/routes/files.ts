import { type FilePage, paths } from '@persistence-lab/api';
import { Router } from 'express';
import type { FileStore } from '../files/file-store.ts';
import type { BodyLimits } from '../http/request-body.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { download } from './download.ts';
import { postFiles } from './post-files.ts';
import { putFile } from './put-file.ts';
import { readId, readPage } from './requests.ts';

const onePath = `${paths.files}/:id`;

/** All methods of the files share one router: Express answers OPTIONS with the methods of the first router that matches. */
export function filesRoutes(store: FileStore, uploads: Pick<Uploads, 'isUnfinished'>, limits: BodyLimits): Router {
  const router = Router();

  router.get(paths.files, async (request, response) => {
    const { limit, after } = readPage(request);
    const page = await store.list(limit, after);
    if (page.next) response.links({ next: `${paths.files}?limit=${limit}&cursor=${page.next}` });
    response.json(page satisfies FilePage);
  });
  router.post(paths.files, postFiles(store, limits));

  router.get(onePath, download(store, limits.stallTimeout));
  router.put(onePath, putFile(store, uploads, limits));
  router.delete(onePath, async (request, response) => {
    await store.delete(readId(request));
    response.status(204).end();
  });

  router.get(`${onePath}/meta`, async (request, response) => {
    response.json(await store.get(readId(request)));
  });
  router.get(`${onePath}/verify`, async (request, response) => {
    response.json(await store.verify(readId(request)));
  });

  return router;
}
