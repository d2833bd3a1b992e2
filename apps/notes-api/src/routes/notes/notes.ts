import { type Note, paths } from '@persistence-lab/api';
import { jsonBody } from '@persistence-lab/service';
import { type Response, Router } from 'express';
import { changePrecondition, noneMatches, readPreconditions, requireMatch } from './preconditions.ts';
import { etagOf, serializeNote } from './etag.ts';
import type { NotesStore } from '../../stores/store.ts';
import { formatCursor, readDraft, readId, readPage } from './requests.ts';

const notePath = `${paths.notes}/:id`;

/** `/v1/notes`. The response to a change is sent once the store has acknowledged it. */
export function notesRoutes(store: NotesStore, { bodyLimit }: { bodyLimit: number }): Router {
  const router = Router();
  const body = jsonBody(bodyLimit);

  router.post(paths.notes, body, async (request, response) => {
    const note = await store.create(readDraft(request));
    sendNote(response.status(201).location(paths.note(note.id)), note);
  });

  router.get(paths.notes, async (request, response) => {
    const { limit, after } = readPage(request);
    const { notes, next } = await store.list(limit, after);
    const cursor = next && formatCursor(next);
    if (cursor) response.links({ next: `${paths.notes}?limit=${limit}&cursor=${cursor}` });
    response.type('json').send(`{"notes":[${notes.map(serializeNote).join(',')}],"next":${JSON.stringify(cursor)}}`);
  });

  router.get(notePath, async (request, response) => {
    const conditions = readPreconditions(request.headers);
    const note = await store.get(readId(request));
    requireMatch(conditions, note);
    if (noneMatches(conditions, note)) sendNote(response, note);
    else setNoteHeaders(response.status(304), etagOf(note)).end();
  });

  router.put(notePath, body, async (request, response) => {
    const precondition = changePrecondition(readPreconditions(request.headers));
    const { note, created } = await store.put(readId(request), readDraft(request), precondition);
    if (created) response.status(201).location(paths.note(note.id));
    sendNote(response, note);
  });

  router.delete(notePath, async (request, response) => {
    await store.delete(readId(request), changePrecondition(readPreconditions(request.headers)));
    response.status(204).end();
  });

  return router;
}

function sendNote(response: Response, note: Note): void {
  const serialized = serializeNote(note);
  setNoteHeaders(response, etagOf(note, serialized)).type('json').send(serialized);
}

/** `no-cache`: caches must revalidate a note before they use it. */
function setNoteHeaders(response: Response, etag: string): Response {
  return response.set({ ETag: etag, 'Cache-Control': 'no-cache' });
}
