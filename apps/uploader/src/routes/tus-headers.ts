import { problem, ProblemError } from '@persistence-lab/service';
import type { Request, RequestHandler } from 'express';
import { wrongName } from '../file-name.ts';
import type { Checksum } from '../uploads/receive-part.ts';
import { fileType, originalName, type UploadMetadata } from '../uploads/upload-metadata.ts';

export const checksumAlgorithms = ['sha256', 'sha1', 'md5'];

const maxMetadata = 4096;
const maxTypeLength = 255;
const digits = /^(?:0|[1-9]\d{0,15})$/;
const base64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const key = /^[\x21-\x2b\x2d-\x7e]{1,255}$/;

/** @throws ProblemError 412 for another version of the protocol, and for no version */
export const requireTus: RequestHandler = (request, _response, next) => {
  const version = request.headers['tus-resumable'];
  if (version === '1.0.0') return next();
  throw new ProblemError({
    status: 412,
    type: 'unsupported-tus-version',
    title: 'Not this version of tus',
    detail: `Tus-Resumable must be 1.0.0, not ${String(version ?? 'missing')}`,
    headers: { 'Tus-Version': '1.0.0' },
  });
};

/** Says what is wrong with a request's headers before the library looks at them. */
export function requireValidHeaders(fileLimit: number): RequestHandler {
  return (request, _response, next) => {
    if (request.method === 'POST') checkCreation(request, fileLimit);
    if (request.method === 'PATCH') checkPatch(request);
    next();
  };
}

function checkCreation(request: Request, fileLimit: number): void {
  if (request.headers['upload-concat'] !== undefined || request.headers['upload-defer-length'] !== undefined) {
    throw problem(
      501,
      'unsupported-extension',
      'Not supported',
      'Upload-Concat and Upload-Defer-Length are not supported',
    );
  }
  if (wholeNumber(request, 'Upload-Length') > fileLimit) {
    const detail = `A file may have at most ${fileLimit} bytes`;
    throw problem(413, 'too-large', 'The file is too large', detail, { limit: fileLimit });
  }
  const metadata = readMetadata(request);
  const wrong = wrongName(originalName(metadata));
  if (wrong) throw problem(400, 'invalid-name', 'The file name is not valid', wrong);
  const type = fileType(metadata);
  if (type.length > maxTypeLength || !/^[\x20-\x7e]*$/.test(type)) throw invalid('filetype must be a media type');
}

function checkPatch(request: Request): void {
  wholeNumber(request, 'Upload-Offset');
  if (request.headers['content-type'] === 'application/offset+octet-stream') return;
  throw problem(
    415,
    'unsupported-media-type',
    'Unsupported body',
    'Content-Type must be application/offset+octet-stream',
  );
}

function wholeNumber(request: Request, name: string): number {
  const value = request.get(name);
  const number = Number(value);
  if (value !== undefined && digits.test(value) && Number.isSafeInteger(number)) return number;
  throw invalid(`${name} must be a whole number${value === undefined ? '; it is missing' : ''}`);
}

function readMetadata(request: Request): UploadMetadata {
  const header = request.get('Upload-Metadata');
  const metadata: Record<string, string | null> = Object.create(null);
  if (header === undefined) return metadata;
  if (header.length > maxMetadata) throw invalid(`Upload-Metadata may have at most ${maxMetadata} characters`);
  for (const pair of header.split(',')) {
    const [name = '', value, ...more] = pair.split(' ');
    if (!key.test(name) || more.length > 0 || name in metadata || !base64.test(value ?? '')) {
      throw invalid('Upload-Metadata must be pairs of a key and a Base64 value, a comma between them, each key once');
    }
    metadata[name] = value === undefined ? null : Buffer.from(value, 'base64').toString('utf8');
  }
  return metadata;
}

/** @throws ProblemError 400 */
export function readChecksum(request: Request): Checksum | undefined {
  const header = request.get('Upload-Checksum');
  if (header === undefined) return undefined;
  const [algorithm = '', value = '', ...more] = header.split(' ');
  if (!checksumAlgorithms.includes(algorithm)) {
    throw invalid(`Upload-Checksum must be by one of ${checksumAlgorithms.join(', ')}`);
  }
  if (more.length > 0 || value === '' || !base64.test(value)) throw invalid('Upload-Checksum must end in Base64');
  return { algorithm, digest: Buffer.from(value, 'base64') };
}

function invalid(detail: string): ProblemError {
  return problem(400, 'invalid-header', 'A header is not valid', detail);
}
