import { noteDraftSchema, notePageSchema, noteSchema } from '../note.ts';
import { problemSchema } from '../problem.ts';
import { notesStorageReportSchema, volumeSchema } from '../storage-report.ts';
import {
  answer,
  componentSchemas,
  header,
  jsonContent,
  type OpenApiDocument,
  type PathItem,
  requestHeader,
} from './document.ts';
import { failures, idParameter, pageParameters, storagePath } from './shared.ts';

const etag = { ETag: header('Names this very state of the note: strong') };
const place = { Location: header('The path of the note') };
const draft = { required: true, content: jsonContent('NoteDraft') } as const;
const ifMatch = requestHeader('If-Match', 'Only when the note is in one of these states: its ETags, or `*` for any');
const ifNew = requestHeader('If-None-Match', '`*`: only when there is no such note');
const changeFailures = {
  400: failures.invalid,
  413: failures.tooLarge,
  415: failures.mediaType,
  503: failures.unavailable,
  507: failures.noSpace,
};

const collection: PathItem = {
  get: {
    operationId: 'listNotes',
    summary: 'The notes, newest first, a page at a time; stable while notes are written',
    parameters: pageParameters,
    responses: {
      200: answer('A page', 'NotePage', { Link: header('rel="next": the next page (RFC 8288)') }),
      400: failures.invalid,
      503: failures.unavailable,
    },
  },
  post: {
    operationId: 'createNote',
    summary: 'Keep a new note. The answer is sent when it is on stable storage',
    requestBody: draft,
    responses: { 201: answer('Kept', 'Note', { ...etag, ...place }), ...changeFailures },
  },
};

const one: PathItem = {
  parameters: [idParameter('note')],
  get: {
    operationId: 'readNote',
    summary: 'Read a note',
    parameters: [requestHeader('If-None-Match', 'Only when the note is not in one of these states')],
    responses: {
      200: answer('The note', 'Note', etag),
      304: answer('It is still in a state that the client has', undefined, etag),
      400: failures.invalid,
      404: failures.notFound,
      412: failures.changed,
      503: failures.unavailable,
    },
  },
  put: {
    operationId: 'putNote',
    summary: 'Keep a note under an id that the client chose: may be repeated',
    parameters: [ifMatch, ifNew],
    requestBody: draft,
    responses: {
      200: answer('Replaced', 'Note', etag),
      201: answer('Created', 'Note', { ...etag, ...place }),
      412: failures.changed,
      ...changeFailures,
    },
  },
  delete: {
    operationId: 'deleteNote',
    summary: 'Delete a note',
    parameters: [ifMatch],
    responses: {
      204: answer('Deleted'),
      400: failures.invalid,
      404: failures.notFound,
      412: failures.changed,
      503: failures.unavailable,
      507: failures.noSpace,
    },
  },
};

/** OpenAPI 3.1 of the notes API, made of the schemas that it validates by. */
export function notesOpenApi(): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Persistence Lab: notes',
      version: '1',
      description: 'Notes that are on stable storage when they are acknowledged. HEAD works wherever GET does.',
    },
    paths: { '/v1/notes': collection, '/v1/notes/{id}': one, '/v1/storage': storagePath('StorageReport') },
    components: {
      schemas: componentSchemas({
        Note: noteSchema,
        NoteDraft: noteDraftSchema,
        NotePage: notePageSchema,
        Problem: problemSchema,
        StorageReport: notesStorageReportSchema,
        Volume: volumeSchema,
      }),
    },
  };
}
