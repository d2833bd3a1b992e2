import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { problem, type ProblemError } from '@persistence-lab/service';
import { readChunks } from '../files/read-chunks.ts';

export interface BodyLimits {
  /** Bytes of the largest file. */
  readonly fileLimit: number;
  /** Milliseconds without a byte after which the upload fails. */
  readonly stallTimeout: number;
}

export function tooLarge(limit: number): ProblemError {
  return problem(413, 'too-large', 'The file is too large', `A file may have at most ${limit} bytes`, { limit });
}

export function stalled(timeout: number): ProblemError {
  return problem(408, 'stalled', 'The upload stalled', `No data arrived for ${timeout} ms`);
}

/**
 * The body of a request as a stream that fails with a problem when it is too large, stalls or breaks off.
 * The request stays open, so that the problem can be sent.
 */
export function limitedBody(request: IncomingMessage, { fileLimit, stallTimeout }: BodyLimits): Readable {
  async function* chunks(): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const chunk of readChunks(request, stallTimeout, () => stalled(stallTimeout))) {
      size += chunk.length;
      if (size > fileLimit) throw tooLarge(fileLimit);
      yield chunk;
    }
  }
  return Readable.from(chunks());
}

// nginx's lingering_time is 30 s; the response is already sent, and few clients need that long.
const drainTimeout = 10_000;

/**
 * Reads and discards the rest of a refused request. Closing the connection while the client is still
 * sending resets it, and the client never sees the response.
 */
export function drainRequest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), drainTimeout);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
  // The listeners of a reader that failed may still hold the stream paused.
  request.removeAllListeners('data').removeAllListeners('readable').resume();
}
