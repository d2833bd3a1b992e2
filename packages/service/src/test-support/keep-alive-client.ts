import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type RequestTally = { answered: number; closedAfterResponse: number; lost: string[] };

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
 * Sends requests one by one on a keep-alive connection and reconnects after `Connection: close`, until a connection is
 * refused. A request without a complete response counts as lost.
 */
export async function sendUntilRefused(port: number, tally: RequestTally): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    try {
      await once(socket, 'connect');
    } catch (error) {
      // A reset before the connection is established counts as refused: nothing was sent.
      if (['ECONNREFUSED', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
      throw error;
    }
    socket.on('error', () => {});
    await sendUntilClosed(socket, tally);
  }
}

async function sendUntilClosed(socket: Socket, tally: RequestTally): Promise<void> {
  for (;;) {
    socket.write(request);
    const response = await readResponse(socket);
    if (!response.startsWith('HTTP/1.1 200 ') || !response.endsWith(body)) {
      tally.lost.push(response);
      return;
    }
    tally.answered++;
    if (/^connection: close\r$/im.test(response)) {
      tally.closedAfterResponse++;
      socket.destroy();
      return;
    }
  }
}

// Resolves to the whole response, or to the part before the connection broke followed by the reason.
function readResponse(socket: Socket): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let response = '';
  const onData = (chunk: Buffer) => {
    response += chunk.toString();
    if (response.endsWith(`\r\n\r\n${body}`)) settle(response);
  };
  const onError = (error: Error) => settle(`${response}${error.message}`);
  const onEnd = () => settle(`${response}connection ended`);
  const settle = (text: string) => {
    socket.off('data', onData).off('end', onEnd).off('error', onError);
    resolve(text);
  };
  socket.on('data', onData).once('end', onEnd).once('error', onError);
  return promise;
}
