import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { problem, ProblemError } from '@persistence-lab/service';
import busboy, { type Busboy } from 'busboy';
import { watchProgress } from './watch-progress.ts';

/** A file of a form while it arrives. Its content must be read to the end, or the form stands still. */
export interface FormFile {
  /** The last part of the name that was sent; empty when none was. */
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

export interface FormLimits {
  /** Bytes of the largest file. */
  readonly fileLimit: number;
  /** Milliseconds for which the sender may send nothing. */
  readonly stallTimeout: number;
}

const maxFiles = 100;

/**
 * Reads a multipart form and hands its files over, one after the other. Fields that are no files are
 * read and dropped. Resolves when the form is complete and each call of `onFile` has resolved.
 *
 * After a failure the request is left open (a pipeline would have destroyed it, and no answer could
 * go out): what is still to come is for `dropRest`.
 *
 * @throws ProblemError for what the sender did; what `onFile` throws, as it is
 */
export async function readForm(
  request: IncomingMessage,
  { fileLimit, stallTimeout }: FormLimits,
  onFile: (file: FormFile) => Promise<void>,
): Promise<void> {
  const form = openForm(request, fileLimit);
  // Never at once: busboy goes on with what it has at hand after telling of it.
  const fail = (error: unknown) => queueMicrotask(() => form.destroy(error as Error));
  let files = Promise.resolve();
  let exceeded = false;
  form.on('file', (_field, content, { filename = '', mimeType: type }) => {
    // A file that waits for its turn must not end the process with an error that nobody awaits yet.
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
  const stopWatching = watchProgress(request, stallTimeout, () => fail(stalled(stallTimeout)));
  try {
    await finished(request.pipe(form));
    await files;
    // The form may have ended before the failure reached it.
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
      // Of the chunks of 64 KiB that come from a socket, so that not each one stops the flow.
      highWaterMark: 256 * 1024,
      fileHwm: 256 * 1024,
      // busboy's limit is reached by a file that has just that size; ours is exceeded by the next byte.
      limits: { fileSize: fileLimit + 1, files: maxFiles, fieldSize: 64 * 1024 },
    });
  } catch (error) {
    throw malformed(error as Error);
  }
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
    title: 'Unsupported body',
    detail: `The body must be multipart/form-data, not ${mediaType || 'of no type'}`,
    headers: { Accept: 'multipart/form-data' },
  });
}

function tooLarge(limit: number): ProblemError {
  return problem(413, 'too-large', 'The file is too large', `A file may have at most ${limit} bytes`, { limit });
}

function tooManyFiles(): ProblemError {
  return problem(413, 'too-many-files', 'Too many files', `A request may have at most ${maxFiles} files`);
}

function incomplete(): ProblemError {
  return problem(400, 'incomplete-body', 'The body did not arrive whole', 'The connection was closed before its end');
}

function stalled(milliseconds: number): ProblemError {
  return problem(408, 'stalled', 'The upload stalled', `Nothing was sent for ${milliseconds} ms`);
}
