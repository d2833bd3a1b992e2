import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Tally = { answered: number; closedAfterAnswer: number; lost: string[] };

const body = JSON.stringify({ title: 'A note', text: 'x'.repeat(200) });
const request = [
  'POST /echo HTTP/1.1',
  'Host: test',
  'Content-Type: application/json',
  `Content-Length: ${body.length}`,
  '',
  body,
].join('\r\n');

/**
 * Sends one request after the other on a kept-alive connection, connecting again when told to close, until
 * a connection is refused. Whatever was sent and not wholly answered is counted as lost.
 */
export async function sendUntilRefused(port: number, tally: Tally): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    try {
      await once(socket, 'connect');
    } catch (error) {
      // Reset before it was connected: refused too, nothing has been sent.
      if (['ECONNREFUSED', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
      throw error;
    }
    socket.on('error', () => {});
    await sendUntilClosed(socket, tally);
  }
}

async function sendUntilClosed(socket: Socket, tally: Tally): Promise<void> {
  for (;;) {
    socket.write(request);
    const answer = await readAnswer(socket);
    if (!answer.startsWith('HTTP/1.1 200 ') || !answer.endsWith(body)) {
      tally.lost.push(answer);
      return;
    }
    tally.answered++;
    if (/^connection: close\r$/im.test(answer)) {
      tally.closedAfterAnswer++;
      socket.destroy();
      return;
    }
  }
}

// As much of an answer as comes: the whole of it, or what came before the connection broke and why.
function readAnswer(socket: Socket): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = '';
  const onData = (chunk: Buffer) => {
    answer += chunk.toString();
    if (answer.endsWith(`\r\n\r\n${body}`)) settle(answer);
  };
  const onError = (error: Error) => settle(`${answer}${error.message}`);
  const onEnd = () => settle(`${answer}connection ended`);
  const settle = (text: string) => {
    socket.off('data', onData).off('end', onEnd).off('error', onError);
    resolve(text);
  };
  socket.on('data', onData).once('end', onEnd).once('error', onError);
  return promise;
}
