import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { StoredFile } from '@persistence-lab/api';
import { ProblemError } from '@persistence-lab/service';
import type { Request, RequestHandler, Response } from 'express';
import type { FileStore } from '../files/file-store.ts';
import { contentDisposition, servedType } from '../http/content-headers.ts';
import { type ByteRange, multipartRanges, parseRanges } from '../http/ranges.ts';
import { readId } from './requests.ts';

const highWaterMark = 512 * 1024;

/** `GET /v1/files/{id}`: the content or ranges of it, as an attachment that browsers do not display in our origin. */
export function download(store: FileStore, stallTimeout: number): RequestHandler {
  return async (request, response) => {
    const { file, content } = await store.open(readId(request));
    try {
      // A client that stops reading must not keep the file open forever.
      response.setTimeout(stallTimeout);
      await sendContent(request, response, file, content);
    } finally {
      await content.close();
    }
  };
}

async function sendContent(request: Request, response: Response, file: StoredFile, content: FileHandle): Promise<void> {
  response.set(validatorsOf(file));
  if (request.fresh) return void response.status(304).end();
  const ranges = rangesOf(request, file);
  response.set(descriptionOf(file));
  const body = bodyOf(file, content, ranges);
  response.status(ranges ? 206 : 200).set(body.headers);
  if (request.method === 'HEAD') return void response.end();
  await pipeline(body.stream, response);
}

interface Body {
  readonly headers: Record<string, string>;
  /** Reads from the file only when called. */
  readonly stream: () => AsyncIterable<Buffer>;
}

function bodyOf(file: StoredFile, content: FileHandle, ranges: ByteRange[] | undefined): Body {
  const read = (range: Partial<ByteRange>) => content.createReadStream({ ...range, autoClose: false, highWaterMark });
  if (ranges && ranges.length > 1)
    return multipartRanges({ ranges, size: file.size, type: servedType(file.type), read });
  const [range] = ranges ?? [];
  if (!range) return { headers: { 'Content-Length': String(file.size) }, stream: () => read({}) };
  const length = range.end - range.start + 1;
  return {
    headers: { 'Content-Length': String(length), 'Content-Range': `bytes ${range.start}-${range.end}/${file.size}` },
    stream: () => read(range),
  };
}

function validatorsOf({ sha256, createdAt }: StoredFile) {
  return {
    ETag: `"${sha256}"`,
    'Last-Modified': new Date(createdAt).toUTCString(),
    // The content never changes, but the file may be deleted.
    'Cache-Control': 'no-cache',
  };
}

function descriptionOf({ name, type, sha256 }: StoredFile) {
  return {
    'Accept-Ranges': 'bytes',
    'Content-Disposition': contentDisposition(name),
    'Content-Type': servedType(type),
    // For browsers that display attachments anyway: no scripts, an opaque origin.
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    // RFC 9530: the digest of the whole content, also in responses with ranges.
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  };
}

/** @throws ProblemError 416 */
function rangesOf(request: Request, file: StoredFile): ByteRange[] | undefined {
  // Range is defined for GET alone (RFC 9110, 14.2).
  if (request.method === 'HEAD' || !ifRangeHolds(request, file)) return undefined;
  const ranges = parseRanges(request.headers.range, file.size);
  if (ranges !== 'invalid') return ranges;
  throw new ProblemError({
    status: 416,
    type: 'range-not-satisfiable',
    title: 'The range is not satisfiable',
    detail: `The file has ${file.size} bytes; the request asks for ${request.headers.range}`,
    headers: { 'Content-Range': `bytes */${file.size}` },
  });
}

/** RFC 9110, 13.1.5: a range is useful only to a client that has the rest of the same content. */
function ifRangeHolds(request: Request, file: StoredFile): boolean {
  const validator = request.headers['if-range'];
  const validators = validatorsOf(file);
  return validator === undefined || validator === validators.ETag || validator === validators['Last-Modified'];
}
