import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { problem, ProblemError } from '@persistence-lab/service';
import busboy, { type Busboy } from 'busboy';
import { type BodyLimits, stalled, tooLarge } from './request-body.ts';

/** A file of a form, still arriving. Its content must be read to the end, otherwise the form does not go on. */
export interface FormFile {
  /** The last component of the name in the form; empty when there is none. */
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

const maxFiles = 100;

/**
 * Reads a multipart form and passes its files to `onFile`, one after the other; other fields are discarded.
 * Resolves when the form is complete and every call of `onFile` has resolved.
 *
 * After a failure the request stays open so that it can be answered (a pipeline would destroy it); the rest
 * of the body is left to `drainRequest`.
 *
 * @throws ProblemError for what the client did wrong; errors of `onFile` unchanged
 */
export async function readForm(
  request: IncomingMessage,
  { fileLimit, stallTimeout }: BodyLimits,
  onFile: (file: FormFile) => Promise<void>,
): Promise<void> {
  const form = openForm(request, fileLimit);
  // Deferred, because busboy goes on with its buffered data after emitting an event.
  const fail = (error: unknown) => queueMicrotask(() => form.destroy(error as Error));
  let files = Promise.resolve();
  let exceeded = false;
  form.on('file', (_field, content, { filename = '', mimeType: type }) => {
    // A queued file has no consumer yet: without a listener its error would end the process.
    content.on('error', () => undefined);
    content.once('limit', () => {
      exceeded = true;
      fail(tooLarge(fileLimit));
    });
    files = files.then(() => onFile({ name: filename.toWellFormed(), type, content }));
    files.catch(fail);
  });
  form.once('filesLimit', () => fail(tooManyFiles()));
  form.on('error', () => undefined);
  request.once('close', () => request.complete || fail(incomplete()));
  const stopWatching = watchForStall(request, stallTimeout, () => fail(stalled(stallTimeout)));
  try {
    await finished(request.pipe(form));
    await files;
    // The form may have ended before the deferred failure reached it.
    if (exceeded) throw tooLarge(fileLimit);
  } catch (error) {
    request.unpipe(form);
    form.destroy();
    await files.catch(() => undefined);
    throw isParserError(error) ? malformed(error) : error;
  } finally {
    stopWatching();
  }
}

function openForm(request: IncomingMessage, fileLimit: number): Busboy {
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'multipart/form-data') throw unsupported(mediaType);
  try {
    return busboy({
      headers: request.headers,
      // Browsers send names in UTF-8, whatever RFC 7578 says of other charsets.
      defParamCharset: 'utf8',
      // Four socket chunks of 64 KiB, so that not every chunk pauses the request.
      highWaterMark: 256 * 1024,
      fileHwm: 256 * 1024,
      // busboy reports a file of exactly the limit as too large; ours may have that size.
      limits: { fileSize: fileLimit + 1, files: maxFiles, fieldSize: 64 * 1024 },
    });
  } catch (error) {
    throw malformed(error as Error);
  }
}

/**
 * Calls `onStall` when no data arrives within the timeout (milliseconds). Time while the request is paused,
 * because the disk is slow, does not count. Returns a function that stops it.
 */
function watchForStall(request: IncomingMessage, timeout: number, onStall: () => void): () => void {
  const timer = setTimeout(() => {
    if (request.isPaused()) timer.refresh();
    else onStall();
  }, timeout);
  const restart = () => void timer.refresh();
  const stop = () => {
    clearTimeout(timer);
    request.off('data', restart).off('end', stop);
  };
  request.on('data', restart).once('end', stop);
  return stop;
}

/** busboy throws plain errors; ours have their own classes, those of the file system a code. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.constructor === Error && !('code' in error);
}

function malformed(cause: Error): ProblemError {
  const title = 'The form is malformed';
  return new ProblemError({ status: 400, type: 'malformed-form', title, detail: cause.message, cause });
}

function unsupported(mediaType: string | undefined): ProblemError {
  return new ProblemError({
    status: 415,
    type: 'unsupported-media-type',
    title: 'Unsupported media type',
    detail: `Content-Type must be multipart/form-data, ${mediaType ? `not ${mediaType}` : 'but is missing'}`,
    headers: { Accept: 'multipart/form-data' },
  });
}

function tooManyFiles(): ProblemError {
  return problem(413, 'too-many-files', 'Too many files', `A request may have at most ${maxFiles} files`);
}

function incomplete(): ProblemError {
  return problem(400, 'incomplete-body', 'The body is incomplete', 'The connection closed before the end of the body');
}
