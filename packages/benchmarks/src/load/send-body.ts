import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { type Answer, readAnswer } from './connection.ts';

export interface Body {
  /** The head of a request, without Content-Length and the empty line. */
  readonly head: string;
  /** Text before the content. */
  readonly before?: string;
  /** Bytes of content. */
  readonly size: number;
  readonly after?: string;
}

// Random, as it must not compress; made once, so that its making is not measured.
const piece = randomBytes(1024 * 1024);

/** Sends a request with a large body on a new connection, as fast as the server reads it. */
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
