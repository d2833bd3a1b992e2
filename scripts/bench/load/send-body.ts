import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { type Answer, readAnswer } from './connection.ts';

export interface Body {
  /** Bytes of a request's head, without its Content-Length and its end. */
  readonly head: string;
  /** What comes before the content. */
  readonly before?: string;
  /** Bytes of content. */
  readonly size: number;
  readonly after?: string;
}

// What a client takes from a disk: nothing that packs well, and made once, so that making it is not measured.
const piece = randomBytes(1024 * 1024);

/** Sends a request with a large body over a connection of its own, as fast as the server takes it. */
export async function sendBody(port: number, { head, before = '', size, after = '' }: Body): Promise<Answer> {
  const socket = connect({ port, host: '127.0.0.1' });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  let bytes: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    const answer = readAnswer(bytes, true);
    if (typeof answer !== 'number') resolve(answer);
  });
  socket.once('error', reject).once('close', () => reject(new Error('the server closed the connection')));
  let left = size;
  const fill = () => {
    while (left > 0) {
      const next = left < piece.length ? piece.subarray(0, left) : piece;
      left -= next.length;
      if (!socket.write(next)) return;
    }
    socket.off('drain', fill).write(after);
  };
  socket.write(`${head}\r\nContent-Length: ${before.length + size + after.length}\r\n\r\n${before}`, 'latin1');
  socket.on('drain', fill);
  fill();
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
