import {
  type ResponseObject,
  jsonResponse,
  problemResponse,
  header,
  type Parameter,
  type PathItem,
  requestHeader,
} from './document.ts';
import { problemResponses, idParameter } from './shared.ts';

const tusVersion: Parameter = { ...requestHeader('Tus-Resumable', '1.0.0'), required: true };
const checksum = requestHeader('Upload-Checksum', 'Algorithm (sha256, sha1 or md5) and checksum of the body in Base64');
const offset = header('Number of bytes on stable storage');
const otherVersion = problemResponse('The version of tus is not supported');
const locked = problemResponse('The upload is locked by another request; try again in a few seconds');

const bytes = {
  required: true,
  content: {
    'application/offset+octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } },
  },
} as const;

const expires = header('Time at which an inactive upload is deleted');

const creation: PathItem = {
  post: {
    operationId: 'createUpload',
    summary: 'Create a resumable upload (tus 1.0); a body of offset+octet-stream is its first part',
    parameters: [
      tusVersion,
      { ...requestHeader('Upload-Length', 'Size of the whole file in bytes'), required: true },
      requestHeader('Upload-Metadata', '`filename` and `filetype` of the file'),
      checksum,
    ],
    responses: {
      201: jsonResponse('Created', undefined, {
        Location: header('Path of the upload'),
        'Upload-Offset': offset,
        'Upload-Expires': expires,
      }),
      400: problemResponses.invalid,
      412: otherVersion,
      413: problemResponses.tooLarge,
      429: problemResponse('The limit of unfinished uploads is reached'),
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
    },
  },
};

const uploadState: ResponseObject = jsonResponse('Current offset, also of a finished upload', undefined, {
  'Upload-Offset': offset,
  'Upload-Length': header('Size of the whole file in bytes'),
});

const item: PathItem = {
  parameters: [idParameter('upload')],
  head: {
    operationId: 'describeUpload',
    summary: 'Get the number of bytes on stable storage',
    parameters: [tusVersion],
    responses: {
      200: uploadState,
      404: problemResponses.notFound,
      410: problemResponse('The upload has expired'),
      412: otherVersion,
      423: locked,
    },
  },
  patch: {
    operationId: 'continueUpload',
    summary: 'Append bytes at the current offset. After the last byte the upload becomes a file with the same id',
    parameters: [tusVersion, { ...requestHeader('Upload-Offset', 'Current offset'), required: true }, checksum],
    requestBody: bytes,
    responses: {
      204: jsonResponse('The bytes are on stable storage', undefined, {
        'Upload-Offset': offset,
        'Upload-Expires': expires,
      }),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      408: problemResponse('The upload stalled; the bytes that arrived are stored'),
      409: problemResponse('The offset is not the current one'),
      410: problemResponse('The upload has expired'),
      412: otherVersion,
      413: problemResponses.tooLarge,
      415: problemResponses.mediaType,
      423: locked,
      460: problemResponse('The checksum does not match; the body is discarded'),
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
    },
  },
  delete: {
    operationId: 'terminateUpload',
    summary: 'Terminate an unfinished upload',
    parameters: [tusVersion],
    responses: {
      204: jsonResponse('Terminated'),
      403: problemResponse('The upload is finished: delete it as a file'),
      404: problemResponses.notFound,
      412: otherVersion,
    },
  },
};

/** Paths of resumable uploads. */
export const uploadPaths = { '/v1/uploads': creation, '/v1/uploads/{id}': item };
