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
import { problemResponses, idParameter, pageParameters, storagePath } from './shared.ts';

const etag = { ETag: header('Names this very state of the note: strong') };
const location = { Location: header('The path of the note') };
const draft = { required: true, content: jsonContent('NoteDraft') } as const;
const ifMatch = requestHeader('If-Match', 'Only when the note is in one of these states: its ETags, or `*` for any');
const ifNew = requestHeader('If-None-Match', '`*`: only when there is no such note');
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
    summary: 'The notes, newest first, a page at a time; stable while notes are written',
    parameters: pageParameters,
    responses: {
      200: jsonResponse('A page', 'NotePage', { Link: header('rel="next": the next page (RFC 8288)') }),
      400: problemResponses.invalid,
      503: problemResponses.unavailable,
    },
  },
  post: {
    operationId: 'createNote',
    summary: 'Keep a new note. The answer is sent when it is on stable storage',
    requestBody: draft,
    responses: { 201: jsonResponse('Kept', 'Note', { ...etag, ...location }), ...changeProblems },
  },
};

const item: PathItem = {
  parameters: [idParameter('note')],
  get: {
    operationId: 'readNote',
    summary: 'Read a note',
    parameters: [requestHeader('If-None-Match', 'Only when the note is not in one of these states')],
    responses: {
      200: jsonResponse('The note', 'Note', etag),
      304: jsonResponse('It is still in a state that the client has', undefined, etag),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      412: problemResponses.changed,
      503: problemResponses.unavailable,
    },
  },
  put: {
    operationId: 'putNote',
    summary: 'Keep a note under an id that the client chose: may be repeated',
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
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      412: problemResponses.changed,
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
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
