import { problem, ProblemError } from '@persistence-lab/service';
import type { Request, RequestHandler } from 'express';
import { baseName, requireValidName } from '../../http/file-name.ts';
import { tooLarge } from '../../http/request-body.ts';
import type { Checksum } from '../../uploads/parts/receive-part.ts';

export const checksumAlgorithms = ['sha256', 'sha1', 'md5'];

const maxMetadata = 4096;
const maxTypeLength = 255;
const digits = /^(?:0|[1-9]\d{0,15})$/;
const base64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const key = /^[\x21-\x2b\x2d-\x7e]{1,255}$/;

export type UploadMetadata = Readonly<Record<string, string | null>>;

// The keys that tus-js-client, Uppy and other clients use.
export const originalName = (metadata: UploadMetadata): string =>
  baseName(metadata['filename'] ?? metadata['name'] ?? '') || 'unnamed';

export const fileType = (metadata: UploadMetadata): string =>
  metadata['filetype'] || metadata['type'] || 'application/octet-stream';

/** @throws ProblemError 412 when the version of the protocol is missing or different */
export const requireTusVersion: RequestHandler = (request, _response, next) => {
  const version = request.headers['tus-resumable'];
  if (version === '1.0.0') return next();
  throw new ProblemError({
    status: 412,
    type: 'unsupported-tus-version',
    title: 'Unsupported tus version',
    detail: `Tus-Resumable must be 1.0.0, ${version === undefined ? 'but is missing' : `not ${String(version)}`}`,
    headers: { 'Tus-Version': '1.0.0' },
  });
};

/** Validates headers before the library does, for better problems. */
export function requireValidHeaders(fileLimit: number): RequestHandler {
  return (request, _response, next) => {
    if (request.method === 'POST') checkCreation(request, fileLimit);
    if (request.method === 'PATCH') checkPatch(request);
    next();
  };
}

function checkCreation(request: Request, fileLimit: number): void {
  if (request.headers['upload-concat'] !== undefined || request.headers['upload-defer-length'] !== undefined) {
    const detail = 'Upload-Concat and Upload-Defer-Length are not supported';
    throw problem(501, 'unsupported-extension', 'Unsupported tus extension', detail);
  }
  if (requireInteger(request, 'Upload-Length') > fileLimit) throw tooLarge(fileLimit);
  const metadata = readMetadata(request);
  requireValidName(originalName(metadata));
  const type = fileType(metadata);
  if (type.length > maxTypeLength || !/^[\x20-\x7e]*$/.test(type)) throw invalid('filetype must be a media type');
}

function checkPatch(request: Request): void {
  requireInteger(request, 'Upload-Offset');
  if (request.headers['content-type'] === 'application/offset+octet-stream') return;
  const detail = 'Content-Type must be application/offset+octet-stream';
  throw problem(415, 'unsupported-media-type', 'Unsupported media type', detail);
}

function requireInteger(request: Request, name: string): number {
  const value = request.get(name);
  const number = Number(value);
  if (value !== undefined && digits.test(value) && Number.isSafeInteger(number)) return number;
  throw invalid(`${name} must be a whole number${value === undefined ? ', but is missing' : ''}`);
}

function readMetadata(request: Request): UploadMetadata {
  const header = request.get('Upload-Metadata');
  const metadata: Record<string, string | null> = Object.create(null);
  if (header === undefined) return metadata;
  if (header.length > maxMetadata) throw invalid(`Upload-Metadata may have at most ${maxMetadata} characters`);
  for (const pair of header.split(',')) {
    const [name = '', value, ...more] = pair.split(' ');
    if (!key.test(name) || more.length > 0 || name in metadata || !base64.test(value ?? '')) {
      throw invalid('Upload-Metadata must be comma-separated pairs of a unique key and a Base64 value');
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
    throw invalid(`The algorithm of Upload-Checksum must be one of ${checksumAlgorithms.join(', ')}`);
  }
  if (more.length > 0 || value === '' || !base64.test(value)) throw invalid('Upload-Checksum must end in Base64');
  return { algorithm, digest: Buffer.from(value, 'base64') };
}

function invalid(detail: string): ProblemError {
  return problem(400, 'invalid-header', 'A header is not valid', detail);
}
