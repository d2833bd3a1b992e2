import { paths, type StoredFile } from '@persistence-lab/api';
import { problem } from '@persistence-lab/service';
import type { Request, RequestHandler } from 'express';
import type { FileStore } from '../files/file-store.ts';
import type { StagedFile } from '../files/staging.ts';
import { baseName, requireValidName } from '../http/file-name.ts';
import { type BodyLimits, drainRequest, limitedBody, tooLarge } from '../http/request-body.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { readId } from './requests.ts';

/**
 * `PUT /v1/files/{id}`: stores the body under the id, with `?name=` and the Content-Type. Idempotent: a repeated
 * request is answered with the same file; different content under the same id is refused, since files never change.
 */
export function putFile(store: FileStore, uploads: Pick<Uploads, 'isUnfinished'>, limits: BodyLimits): RequestHandler {
  return async (request, response) => {
    try {
      const id = readId(request);
      const nameAndType = readNameAndType(request);
      // One check is enough: new uploads get unused ids, so none appears under this id later.
      if (await uploads.isUnfinished(id)) throw conflict(`${id} is the id of an unfinished upload`);
      await store.space.ensure(declaredLength(request, limits.fileLimit));
      const staged = await store.stage(limitedBody(request, limits), nameAndType);
      const file = await store.publishAs(id, staged);
      if (file) response.status(201).location(paths.file(id));
      response.json(file ?? (await existingFile(store, id, staged)));
    } finally {
      drainRequest(request);
    }
  };
}

function readNameAndType(request: Request): { name: string; type: string } {
  const query = request.query['name'];
  const name = typeof query === 'string' ? baseName(query) : '';
  requireValidName(name);
  return { name: name || 'unnamed', type: request.headers['content-type'] ?? 'application/octet-stream' };
}

function declaredLength(request: Request, limit: number): number {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limit) throw tooLarge(limit);
  return length;
}

/** @throws ProblemError 409 when its content is different */
async function existingFile(store: FileStore, id: string, { size, sha256 }: StagedFile): Promise<StoredFile> {
  const existing = await store.get(id);
  if (existing.size === size && existing.sha256 === sha256) return existing;
  throw conflict(`File ${id} exists with different content, and files never change`);
}

const conflict = (detail: string) => problem(409, 'exists', 'The file exists', detail);
