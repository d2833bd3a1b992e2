import { noteDraftSchema, notePageSchema, noteSchema } from '../schemas/note.ts';
import { problemSchema } from '../schemas/problem.ts';
import { notesStorageReportSchema, volumeSchema } from '../schemas/storage-report.ts';
import {
  jsonResponse,
  componentSchemas,
  header,
  jsonContent,
  type OpenApiDocument,
  type PathItem,
  requestHeader,
} from './document.ts';
import { itemProblems, problemResponses, idParameter, pageParameters, storagePath } from './shared.ts';

const etag = { ETag: header('Strong validator of this state of the note') };
const location = { Location: header('Path of the note') };
const draft = { required: true, content: jsonContent('NoteDraft') } as const;
const ifMatch = requestHeader('If-Match', 'Only if the note has one of these ETags; `*` matches any state');
const ifNew = requestHeader('If-None-Match', '`*`: only if the note does not exist');
const changeProblems = {
  400: problemResponses.invalid,
  413: problemResponses.tooLarge,
  415: problemResponses.mediaType,
  503: problemResponses.unavailable,
  507: problemResponses.noSpace,
};

const collection: PathItem = {
  get: {
    operationId: 'listNotes',
    summary: 'List notes by page, newest first; stable while notes are written',
    parameters: pageParameters,
    responses: {
      200: jsonResponse('Page of notes', 'NotePage', { Link: header('Next page as rel="next" (RFC 8288)') }),
      400: problemResponses.invalid,
      503: problemResponses.unavailable,
    },
  },
  post: {
    operationId: 'createNote',
    summary: 'Create a note. The response is sent once it is on stable storage',
    requestBody: draft,
    responses: { 201: jsonResponse('Created', 'Note', { ...etag, ...location }), ...changeProblems },
  },
};

const item: PathItem = {
  parameters: [idParameter('note')],
  get: {
    operationId: 'readNote',
    summary: 'Read a note',
    parameters: [requestHeader('If-None-Match', 'Only if the note has none of these ETags')],
    responses: {
      200: jsonResponse('The note', 'Note', etag),
      304: jsonResponse('The note has one of these ETags', undefined, etag),
      412: problemResponses.changed,
      ...itemProblems,
    },
  },
  put: {
    operationId: 'putNote',
    summary: 'Create or replace a note under an id that the client chooses; can be repeated',
    parameters: [ifMatch, ifNew],
    requestBody: draft,
    responses: {
      200: jsonResponse('Replaced', 'Note', etag),
      201: jsonResponse('Created', 'Note', { ...etag, ...location }),
      412: problemResponses.changed,
      ...changeProblems,
    },
  },
  delete: {
    operationId: 'deleteNote',
    summary: 'Delete a note',
    parameters: [ifMatch],
    responses: {
      204: jsonResponse('Deleted'),
      412: problemResponses.changed,
      ...itemProblems,
      507: problemResponses.noSpace,
    },
  },
};

/** Creates the OpenAPI 3.1 document of the notes API from the schemas that validate its requests. */
export function notesOpenApi(): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Persistence Lab: notes',
      version: '1',
      description: 'Notes that are on stable storage once acknowledged. Every path with GET supports HEAD.',
    },
    paths: { '/v1/notes': collection, '/v1/notes/{id}': item, '/v1/storage': storagePath('StorageReport') },
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
