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
import { itemProblems, problemResponses, idParameter, pageParameters, storagePath } from './shared.ts';

const upload = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        description: 'One or more file fields with any names',
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
  headers: { ETag: header('Strong validator of the content'), 'Accept-Ranges': header('bytes'), ...headers },
  content: { '*/*': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } },
});

const collection: PathItem = {
  get: {
    operationId: 'listFiles',
    summary: 'List files by page, newest first',
    parameters: pageParameters,
    responses: {
      200: jsonResponse('Page of files', 'FilePage'),
      400: problemResponses.invalid,
      503: problemResponses.unavailable,
    },
  },
  post: {
    operationId: 'uploadFiles',
    summary: 'Upload files. The response is sent once all of them are on stable storage',
    requestBody: upload,
    responses: {
      201: jsonResponse('Stored, in the order sent', 'UploadedFiles', {
        Location: header('Path of the file, if only one was sent'),
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
    summary: 'Download the content, always as an attachment; Range as in RFC 9110',
    parameters: [
      requestHeader('Range', 'One or more ranges of bytes'),
      requestHeader('If-None-Match', 'ETags of cached contents'),
    ],
    responses: {
      200: content('The whole content'),
      206: content('The requested range; several ranges as multipart/byteranges', {
        'Content-Range': header('Position of the range and total size'),
      }),
      304: jsonResponse('The cached content is current'),
      416: problemResponse('The range contains no byte of the file'),
      ...itemProblems,
    },
  },
  put: {
    operationId: 'putFile',
    summary:
      'Store the body under an id that the client chooses. Files are immutable: only the same content can be sent again',
    parameters: [{ name: 'name', in: 'query', description: 'File name', schema: { type: 'string' } }],
    requestBody: bytes,
    responses: {
      200: jsonResponse('The file exists with the same content', 'StoredFile'),
      201: jsonResponse('Created', 'StoredFile', { Location: header('Path of the file') }),
      400: problemResponses.invalid,
      408: problemResponse('The upload stalled'),
      409: problemResponse('The file exists with different content, or the id belongs to an unfinished upload'),
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
      ...itemProblems,
    },
  },
};

const meta: PathItem = {
  parameters: [idParameter('file')],
  get: {
    operationId: 'describeFile',
    summary: 'Describe a file: name, size, type, hash, time and pod of the upload',
    responses: {
      200: jsonResponse('File description', 'StoredFile'),
      ...itemProblems,
    },
  },
};

const verification: PathItem = {
  parameters: [idParameter('file')],
  get: {
    operationId: 'verifyFile',
    summary: 'Read the content again and compare its hash',
    responses: {
      200: jsonResponse('Result of the comparison', 'FileVerification'),
      ...itemProblems,
    },
  },
};

/** Creates the OpenAPI 3.1 document of the uploader from the schemas that its client validates responses by. */
export function filesOpenApi(): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Persistence Lab: uploader',
      version: '1',
      description: 'Files that are on stable storage once acknowledged. Every path with GET supports HEAD.',
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
