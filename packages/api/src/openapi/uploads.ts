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
const checksum = requestHeader('Upload-Checksum', 'sha256, sha1 or md5, and what the body has by it, in Base64');
const offset = header('So many bytes are on stable storage');
const otherVersion = problemResponse('Another version of tus');
const locked = problemResponse('Another request is at this upload: try again in seconds');

const bytes = {
  required: true,
  content: {
    'application/offset+octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } },
  },
} as const;

const expires = header('When it will be removed if nothing more comes');

const creation: PathItem = {
  post: {
    operationId: 'createUpload',
    summary: 'Begin a resumable upload (tus 1.0); a body of offset+octet-stream is its first part',
    parameters: [
      tusVersion,
      { ...requestHeader('Upload-Length', 'Bytes of the whole file'), required: true },
      requestHeader('Upload-Metadata', '`filename` and `filetype` describe the file'),
      checksum,
    ],
    responses: {
      201: jsonResponse('Begun', undefined, {
        Location: header('Its path'),
        'Upload-Offset': offset,
        'Upload-Expires': expires,
      }),
      400: problemResponses.invalid,
      412: otherVersion,
      413: problemResponses.tooLarge,
      429: problemResponse('As many uploads are unfinished as may be'),
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
    },
  },
};

const uploadState: ResponseObject = jsonResponse('Where it stands, finished or not', undefined, {
  'Upload-Offset': offset,
  'Upload-Length': header('Bytes of the whole file'),
});

const item: PathItem = {
  parameters: [idParameter('upload')],
  head: {
    operationId: 'describeUpload',
    summary: 'How many bytes are on stable storage',
    parameters: [tusVersion],
    responses: {
      200: uploadState,
      404: problemResponses.notFound,
      410: problemResponse('It has expired'),
      412: otherVersion,
      423: locked,
    },
  },
  patch: {
    operationId: 'continueUpload',
    summary: 'Add bytes where it stands. The last one makes a file of it, whose id is that of the upload',
    parameters: [tusVersion, { ...requestHeader('Upload-Offset', 'Where it stands'), required: true }, checksum],
    requestBody: bytes,
    responses: {
      204: jsonResponse('They are on stable storage', undefined, {
        'Upload-Offset': offset,
        'Upload-Expires': expires,
      }),
      400: problemResponses.invalid,
      404: problemResponses.notFound,
      408: problemResponse('The upload stalled; what arrived is kept'),
      409: problemResponse('It does not stand there'),
      410: problemResponse('It has expired'),
      412: otherVersion,
      413: problemResponses.tooLarge,
      415: problemResponses.mediaType,
      423: locked,
      460: problemResponse('The body does not have that checksum; none of it is kept'),
      503: problemResponses.unavailable,
      507: problemResponses.noSpace,
    },
  },
  delete: {
    operationId: 'terminateUpload',
    summary: 'Give an unfinished upload up',
    parameters: [tusVersion],
    responses: {
      204: jsonResponse('Gone'),
      403: problemResponse('It is finished: a file now, to be deleted as one'),
      404: problemResponses.notFound,
      412: otherVersion,
    },
  },
};

/** The paths of resumable uploads. */
export const uploadPaths = { '/v1/uploads': creation, '/v1/uploads/{id}': item };
