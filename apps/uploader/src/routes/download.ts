import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { paths, type StoredFile } from '@persistence-lab/api';
import { ProblemError } from '@persistence-lab/service';
import { type Request, type Response, Router } from 'express';
import { attachment } from '../content-disposition.ts';
import type { FileStore } from '../files/file-store.ts';
import { byteRanges } from '../byte-ranges.ts';
import { type ByteRange, parseRanges } from '../range.ts';
import { servedType } from '../served-type.ts';
import { readId } from './requests.ts';

const highWaterMark = 512 * 1024;

/** `GET /v1/files/{id}`: the content, whole or in part. Never something that a browser would show in our origin. */
export function downloadRoutes(store: FileStore, { stallTimeout }: { stallTimeout: number }): Router {
  const router = Router();
  router.get(`${paths.files}/:id`, async (request, response) => {
    const { file, content } = await store.open(readId(request));
    try {
      // A client that takes nothing any more must not hold the file open for ever.
      response.setTimeout(stallTimeout);
      await sendContent(request, response, file, content);
    } finally {
      await content.close();
    }
  });
  return router;
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
  /** Reads nothing before it is read. */
  readonly stream: () => AsyncIterable<Buffer>;
}

function bodyOf(file: StoredFile, content: FileHandle, ranges: ByteRange[] | undefined): Body {
  const read = (range: Partial<ByteRange>) => content.createReadStream({ ...range, autoClose: false, highWaterMark });
  if (ranges && ranges.length > 1) return byteRanges({ ranges, size: file.size, type: servedType(file.type), read });
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
    // It never changes, but somebody may have deleted it.
    'Cache-Control': 'no-cache',
  };
}

function descriptionOf({ name, type, sha256 }: StoredFile) {
  return {
    'Accept-Ranges': 'bytes',
    'Content-Disposition': attachment(name),
    'Content-Type': servedType(type),
    // For browsers that show an attachment all the same: without scripts, without our origin.
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    // RFC 9530: of the whole content, also beside a part of it.
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  };
}

/** @throws ProblemError 416 */
function rangesOf(request: Request, file: StoredFile): ByteRange[] | undefined {
  // Of a HEAD request a range means nothing (RFC 9110, 14.2).
  if (request.method === 'HEAD' || !ifRangeHolds(request, file)) return undefined;
  const ranges = parseRanges(request.headers.range, file.size);
  if (ranges !== 'invalid') return ranges;
  throw new ProblemError({
    status: 416,
    type: 'range-not-satisfiable',
    title: 'The range is not satisfiable',
    detail: `The file has ${file.size} bytes; asked for was ${request.headers.range}`,
    headers: { 'Content-Range': `bytes */${file.size}` },
  });
}

/** RFC 9110, 13.1.5: a part is only of use to a client that has the rest of this very content. */
function ifRangeHolds(request: Request, file: StoredFile): boolean {
  const given = request.headers['if-range'];
  const validators = validatorsOf(file);
  return given === undefined || given === validators.ETag || given === validators['Last-Modified'];
}
