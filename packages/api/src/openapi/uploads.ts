import { type Answer, answer, failure, header, type Parameter, type PathItem, requestHeader } from './document.ts';
import { failures, idParameter } from './shared.ts';

const version: Parameter = { ...requestHeader('Tus-Resumable', '1.0.0'), required: true };
const checksum = requestHeader('Upload-Checksum', 'sha256, sha1 or md5, and what the body has by it, in Base64');
const offset = header('So many bytes are on stable storage');
const otherVersion = failure('Another version of tus');
const locked = failure('Another request is at this upload: try again in seconds');

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
      version,
      { ...requestHeader('Upload-Length', 'Bytes of the whole file'), required: true },
      requestHeader('Upload-Metadata', '`filename` and `filetype` describe the file'),
      checksum,
    ],
    responses: {
      201: answer('Begun', undefined, {
        Location: header('Its path'),
        'Upload-Offset': offset,
        'Upload-Expires': expires,
      }),
      400: failures.invalid,
      412: otherVersion,
      413: failures.tooLarge,
      429: failure('As many uploads are unfinished as may be'),
      503: failures.unavailable,
      507: failures.noSpace,
    },
  },
};

const state: Answer = answer('Where it stands, finished or not', undefined, {
  'Upload-Offset': offset,
  'Upload-Length': header('Bytes of the whole file'),
});

const one: PathItem = {
  parameters: [idParameter('upload')],
  head: {
    operationId: 'describeUpload',
    summary: 'How many bytes are on stable storage',
    parameters: [version],
    responses: { 200: state, 404: failures.notFound, 410: failure('It has expired'), 412: otherVersion, 423: locked },
  },
  patch: {
    operationId: 'continueUpload',
    summary: 'Add bytes where it stands. The last one makes a file of it, whose id is that of the upload',
    parameters: [version, { ...requestHeader('Upload-Offset', 'Where it stands'), required: true }, checksum],
    requestBody: bytes,
    responses: {
      204: answer('They are on stable storage', undefined, { 'Upload-Offset': offset, 'Upload-Expires': expires }),
      400: failures.invalid,
      404: failures.notFound,
      408: failure('The upload stalled; what arrived is kept'),
      409: failure('It does not stand there'),
      410: failure('It has expired'),
      412: otherVersion,
      413: failures.tooLarge,
      415: failures.mediaType,
      423: locked,
      460: failure('The body does not have that checksum; none of it is kept'),
      503: failures.unavailable,
      507: failures.noSpace,
    },
  },
  delete: {
    operationId: 'terminateUpload',
    summary: 'Give an unfinished upload up',
    parameters: [version],
    responses: {
      204: answer('Gone'),
      403: failure('It is finished: a file now, to be deleted as one'),
      404: failures.notFound,
      412: otherVersion,
    },
  },
};

/** The paths of resumable uploads. */
export const uploadPaths = { '/v1/uploads': creation, '/v1/uploads/{id}': one };
