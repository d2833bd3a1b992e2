import { filePageSchema, fileVerificationSchema, storedFileSchema, uploadedFilesSchema } from '../schemas/file.ts';
import { problemSchema } from '../schemas/problem.ts';
import { filesStorageReportSchema, volumeSchema } from '../schemas/storage-report.ts';
import {
  type ResponseObject,
  jsonResponse,
  componentSchemas,
  problemResponse,
  header,
  type OpenApiDocument,
  type PathItem,
  requestHeader,
} from './document.ts';
import { uploadPaths } from './uploads.ts';
import { problemResponses, idParameter, pageParameters, storagePath } from './shared.ts';

const upload = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        description: 'One or more file fields; their names do not matter',
        additionalProperties: { type: 'string', contentMediaType: 'application/octet-stream' },
      },
    },
  },
} as const;

const bytes = {
  required: true,
  content: { '*/*': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } },
} as const;

const content = (description: string, headers: NonNullable<ResponseObject['headers']> = {}): ResponseObject => ({
  description,
  headers: { ETag: header('Names this content: strong'), 'Accept-Ranges': header('bytes'), ...headers },
  content: { '*/*': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } },
});

const collection: PathItem = {
  get: {
    operationId: 'listFiles',
    summary: 'The files, newest first, a page at a time',
    parameters: pageParameters,
    responses: {
      200: jsonResponse('A page', 'FilePage'),
      400: problemResponses.invalid,
      503: problemResponses.unavailable,
    },
  },
  post: {
    operationId: 'uploadFiles',
    summary: 'Keep files. The answer is sent when all of them are on stable storage',
    requestBody: upload,
    responses: {
      201: jsonResponse('Kept, in the order sent', 'UploadedFiles', {
        Location: header('The path of the file, when it is one'),
      }),
      400: problemResponses.invalid,
      408: problemResponse('The upload stalled'),
      413: problemResponses.tooLarge,
      415: problemResponses.mediaType,
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
    },
  },
};

const item: PathItem = {
  parameters: [idParameter('file')],
  get: {
    operationId: 'readFile',
    summary: 'The content, always as an attachment; Range as in RFC 9110',
    parameters: [
      requestHeader('Range', 'One range of bytes or several'),
      requestHeader('If-None-Match', 'ETags that the client has'),
    ],
    responses: {
      200: content('All of it'),
      206: content('The range; of several ranges multipart/byteranges', {
        'Content-Range': header('Which bytes, of how many'),
      }),
      304: jsonResponse('The client has it'),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      416: problemResponse('No byte of the file is in that range'),
      503: problemResponses.unavailable,
    },
  },
  put: {
    operationId: 'putFile',
    summary: 'Keep the body under an id of your own. Files never change: only the same content may be sent again',
    parameters: [{ name: 'name', in: 'query', description: 'The file name', schema: { type: 'string' } }],
    requestBody: bytes,
    responses: {
      200: jsonResponse('It was there already, with this content', 'StoredFile'),
      201: jsonResponse('Kept', 'StoredFile', { Location: header('The path of the file') }),
      400: problemResponses.invalid,
      408: problemResponse('The upload stalled'),
      409: problemResponse('The file is there with another content, or the id is that of an unfinished upload'),
      413: problemResponses.tooLarge,
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
    },
  },
  delete: {
    operationId: 'deleteFile',
    summary: 'Delete a file',
    responses: {
      204: jsonResponse('Deleted'),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      503: problemResponses.unavailable,
    },
  },
};

const meta: PathItem = {
  parameters: [idParameter('file')],
  get: {
    operationId: 'describeFile',
    summary: 'Its name, size, type, hash, and who kept it when',
    responses: {
      200: jsonResponse('The description', 'StoredFile'),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      503: problemResponses.unavailable,
    },
  },
};

const verification: PathItem = {
  parameters: [idParameter('file')],
  get: {
    operationId: 'verifyFile',
    summary: 'Read the content again and compare its hash',
    responses: {
      200: jsonResponse('What was found, intact or not', 'FileVerification'),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      503: problemResponses.unavailable,
    },
  },
};

/** OpenAPI 3.1 of the uploader, made of the schemas that its client validates by. */
export function filesOpenApi(): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Persistence Lab: uploader',
      version: '1',
      description: 'Files that are on stable storage when they are acknowledged. HEAD works wherever GET does.',
    },
    paths: {
      '/v1/files': collection,
      '/v1/files/{id}': item,
      '/v1/files/{id}/meta': meta,
      '/v1/files/{id}/verify': verification,
      ...uploadPaths,
      '/v1/storage': storagePath('StorageReport'),
    },
    components: {
      schemas: componentSchemas({
        FilePage: filePageSchema,
        FileVerification: fileVerificationSchema,
        Problem: problemSchema,
        StorageReport: filesStorageReportSchema,
        StoredFile: storedFileSchema,
        UploadedFiles: uploadedFilesSchema,
        Volume: volumeSchema,
      }),
    },
  };
}
