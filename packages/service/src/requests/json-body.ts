import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { problem, ProblemError } from '../problems/problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses a JSON body of at most `limit` bytes into `request.body`; undefined without a body. Unlike express.json() it
 * rejects other media types (415) instead of ignoring them, rejects text that is not UTF-8 instead of replacing
 * characters, and answers a body that is too large before it has arrived completely.
 */
export function jsonBody(limit: number): RequestHandler {
  return (request, _response, next) => {
    request.body = undefined;
    const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
    if (chunked === undefined && (length === undefined || length === '0')) return next();
    const rejection = findUnsupported(request) ?? (Number(length) > limit ? tooLarge(limit) : undefined);
    if (rejection) return next(rejection);
    readBytes(request, limit, (error, bytes) => {
      if (error) return next(error);
      try {
        request.body = JSON.parse(utf8.decode(bytes));
      } catch (cause) {
        return next(malformed(cause as Error));
      }
      next();
    });
  };
}

function findUnsupported(request: IncomingMessage): ProblemError | undefined {
  const { 'content-type': contentType = '', 'content-encoding': encoding = 'identity' } = request.headers;
  const [mediaType = '', ...parameters] = contentType.toLowerCase().split(';');
  if (mediaType.trim() !== 'application/json') {
    return unsupported(
      'media-type',
      `The body must be application/json, not ${mediaType.trim() || 'without a media type'}`,
    );
  }
  const charset = parameters.map((each) => /^\s*charset="?([^"\s]*)/.exec(each)?.[1]).find(Boolean);
  if (charset !== undefined && charset !== 'utf-8')
    return unsupported('charset', `The charset must be UTF-8, not ${charset}`);
  if (encoding !== 'identity')
    return unsupported('encoding', `The body must have no content encoding, not ${encoding}`);
  return undefined;
}

function readBytes(request: IncomingMessage, limit: number, done: (error: Error | undefined, bytes: Buffer) => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  let settled = false;
  const settle = (error?: Error) => {
    if (settled) return;
    settled = true;
    done(error, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // Read and discard the rest, so that the client can finish sending and read the response.
    if (size <= limit) chunks.push(chunk);
    else settle(tooLarge(limit));
  });
  request.on('end', () => settle());
  request.on('error', () =>
    settle(
      problem(400, 'incomplete-body', 'The body is incomplete', 'The connection ended before the whole body arrived'),
    ),
  );
}

function tooLarge(limit: number): ProblemError {
  return problem(413, 'too-large', 'The body is too large', `A body may have at most ${limit} bytes`, { limit });
}

function malformed(cause: Error): ProblemError {
  const title = 'The body is not valid JSON';
  return new ProblemError({ status: 400, type: 'malformed-json', title, detail: cause.message, cause });
}

function unsupported(what: string, detail: string): ProblemError {
  const headers = { Accept: 'application/json' };
  return new ProblemError({ status: 415, type: `unsupported-${what}`, title: 'Unsupported body', detail, headers });
}
