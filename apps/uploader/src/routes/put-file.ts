import { paths, type StoredFile } from '@persistence-lab/api';
import { problem } from '@persistence-lab/service';
import { type Request, Router } from 'express';
import { dropRest } from '../drop-rest.ts';
import { lastPart, wrongName } from '../file-name.ts';
import type { Arrival } from '../files/arrivals.ts';
import type { FileStore } from '../files/file-store.ts';
import { limited } from '../limited.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { readId } from './requests.ts';

interface Limits {
  readonly fileLimit: number;
  readonly stallTimeout: number;
}

/**
 * `PUT /v1/files/{id}`: the body is the content, its type the Content-Type, its name `?name=`. Sent again it
 * is answered as before; a file never changes, so another content under the same id is refused.
 */
export function putFileRoutes(store: FileStore, uploads: Pick<Uploads, 'isUnfinished'>, limits: Limits): Router {
  return Router().put(`${paths.files}/:id`, async (request, response) => {
    try {
      const id = readId(request);
      const named = describe(request);
      // Asked once: an upload gets an id that nobody has, so none comes to this one later.
      if (await uploads.isUnfinished(id)) throw exists(`${id} is the id of an upload that is not finished`);
      await store.ensureSpace(declaredLength(request, limits.fileLimit));
      const arrival = await store.receive(limited(request, limits), named);
      const file = await store.keepAs(id, arrival);
      if (file) response.status(201).location(paths.file(id));
      response.json(file ?? (await same(store, id, arrival)));
    } finally {
      dropRest(request);
    }
  });
}

function describe(request: Request): { name: string; type: string } {
  const given = request.query['name'];
  const name = typeof given === 'string' ? lastPart(given) : '';
  const wrong = wrongName(name);
  if (wrong) throw problem(400, 'invalid-name', 'The file name is not valid', wrong);
  return { name: name || 'unnamed', type: request.headers['content-type'] ?? 'application/octet-stream' };
}

function declaredLength(request: Request, limit: number): number {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length <= limit) return length;
  throw problem(413, 'too-large', 'The file is too large', `A file may have at most ${limit} bytes`, { limit });
}

async function same(store: FileStore, id: string, { size, sha256 }: Arrival): Promise<StoredFile> {
  const there = await store.get(id);
  if (there.size === size && there.sha256 === sha256) return there;
  throw exists(`File ${id} is there with another content, and files never change`);
}

const exists = (detail: string) => problem(409, 'exists', 'The file exists', detail);
