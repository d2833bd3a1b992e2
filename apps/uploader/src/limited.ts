import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { problem } from '@persistence-lab/service';
import { chunksOf } from './chunks-of.ts';

interface Limits {
  /** Bytes of the largest file. */
  readonly fileLimit: number;
  /** Milliseconds for which the sender may send nothing. */
  readonly stallTimeout: number;
}

/**
 * The body of a request, ended with a problem when it is too long, stands still or breaks off. The request
 * itself stays open, so that the problem can be answered.
 */
export function limited(request: IncomingMessage, { fileLimit, stallTimeout }: Limits): Readable {
  const stalled = () => problem(408, 'stalled', 'The upload stalled', `Nothing was sent for ${stallTimeout} ms`);

  async function* body(): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const chunk of chunksOf(request, stallTimeout, stalled)) {
      size += chunk.length;
      if (size > fileLimit) {
        const detail = `A file may have at most ${fileLimit} bytes`;
        throw problem(413, 'too-large', 'The file is too large', detail, { limit: fileLimit });
      }
      yield chunk;
    }
  }
  return Readable.from(body());
}
