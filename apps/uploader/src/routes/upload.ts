import { paths, type UploadedFiles } from '@persistence-lab/api';
import { problem } from '@persistence-lab/service';
import { type Request, Router } from 'express';
import { dropRest } from '../drop-rest.ts';
import { wrongName } from '../file-name.ts';
import type { Arrival } from '../files/arrivals.ts';
import type { FileStore } from '../files/file-store.ts';
import { type FormFile, type FormLimits, readForm } from '../read-form.ts';

/** `POST /v1/files`: all files of the request are kept, or none. The answer is sent when they are on disk. */
export function uploadRoutes(store: FileStore, limits: FormLimits): Router {
  const router = Router();
  router.post(paths.files, async (request, response) => {
    try {
      await store.ensureSpace(Number(request.headers['content-length'] ?? 0));
      const files = await store.keep(await receiveAll(request, store, limits));
      if (files.length === 1) response.location(paths.file(files[0]!.id));
      response.status(201).json({ files } satisfies UploadedFiles);
    } finally {
      dropRest(request);
    }
  });
  return router;
}

async function receiveAll(request: Request, store: FileStore, limits: FormLimits): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  try {
    await readForm(request, limits, async ({ name, type, content }: FormFile) => {
      checkName(name);
      const arrival = await store.receive(content, { name: name || 'unnamed', type });
      // What a browser sends for a file input in which nothing was chosen.
      if (name === '' && arrival.size === 0) await store.discard([arrival]);
      else arrivals.push(arrival);
    });
    if (arrivals.length === 0) throw problem(400, 'no-file', 'There is no file', 'The form has no file field');
    return arrivals;
  } catch (error) {
    await store.discard(arrivals);
    throw error;
  }
}

function checkName(name: string): void {
  const wrong = wrongName(name);
  if (wrong) throw problem(400, 'invalid-name', 'The file name is not valid', wrong);
}
