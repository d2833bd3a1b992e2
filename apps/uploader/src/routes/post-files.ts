import { paths, type UploadedFiles } from '@persistence-lab/api';
import { problem } from '@persistence-lab/service';
import type { Request, RequestHandler } from 'express';
import type { FileStore } from '../files/file-store.ts';
import type { StagedFile } from '../files/staging.ts';
import { requireValidName } from '../http/file-name.ts';
import { readForm } from '../http/read-form.ts';
import { type BodyLimits, drainRequest } from '../http/request-body.ts';

/** `POST /v1/files`: stores all files of a form or none, and answers when they are on disk. */
export function postFiles(store: FileStore, limits: BodyLimits): RequestHandler {
  return async (request, response) => {
    try {
      await store.space.ensure(Number(request.headers['content-length'] ?? 0));
      const files = await store.publish(await stageAll(request, store, limits));
      if (files.length === 1) response.location(paths.file(files[0]!.id));
      response.status(201).json({ files } satisfies UploadedFiles);
    } finally {
      drainRequest(request);
    }
  };
}

async function stageAll(request: Request, store: FileStore, limits: BodyLimits): Promise<StagedFile[]> {
  const staged: StagedFile[] = [];
  try {
    await readForm(request, limits, async ({ name, type, content }) => {
      requireValidName(name);
      const file = await store.stage(content, { name: name || 'unnamed', type });
      // What a browser sends for a file input without a selection.
      if (name === '' && file.size === 0) await store.discard([file]);
      else staged.push(file);
    });
    if (staged.length === 0) throw problem(400, 'no-file', 'The form has no file', 'No field of the form is a file');
    return staged;
  } catch (error) {
    await store.discard(staged);
    throw error;
  }
}
