import { connect, type Socket } from 'node:net';

/** The parts of an answer that a load needs. */
export interface Answer {
  readonly status: number;
  /** The body; empty unless requested. */
  readonly body: string;
}

/** One kept-alive connection that carries one request at a time. */
export interface Connection {
  /** Sends the bytes of a request; rejects when the connection breaks. */
  send(request: string, withBody?: boolean): Promise<Answer>;
  close(): void;
}

/**
 * A minimal HTTP client, because the load shares the processors with the service: it reads only the status and the length
 * of an answer. Answers must have a Content-Length.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const answers = readAnswers(socket);
  return {
    send(request, withBody = false) {
      const answer = answers.next(withBody);
      socket.write(request, 'latin1');
      return answer;
    },
    close: () => socket.destroy(),
  };
}

interface Waiting {
  readonly withBody: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

function readAnswers(socket: Socket): { next(withBody: boolean): Promise<Answer> } {
  let waiting: Waiting | undefined;
  let bytes: Buffer = Buffer.alloc(0);
  let neededBytes = 0;

  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('data', (chunk) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    // Do not parse the head again while the rest of a long answer arrives.
    if (bytes.length < neededBytes) return;
    const answer = readAnswer(bytes, waiting?.withBody ?? false);
    if (typeof answer === 'number') {
      neededBytes = answer;
      return;
    }
    const { resolve } = waiting ?? {};
    [waiting, bytes, neededBytes] = [undefined, bytes.subarray(bytes.length), 0];
    resolve?.(answer);
  });
  socket.on('error', fail).on('close', () => fail(new Error('the server closed the connection')));

  return {
    next: (withBody) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) reject(new Error('the connection is closed'));
        else waiting = { withBody, resolve, reject };
      }),
  };
}

/** The complete answer, or the number of bytes that it needs at least. */
export function readAnswer(bytes: Buffer, withBody: boolean): Answer | number {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return bytes.length + 1;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined && status !== 204 && status !== 304) throw new Error(`an answer without a length: ${head}`);
  const whole = end + 4 + Number(length ?? 0);
  if (bytes.length < whole) return whole;
  return { status, body: withBody || status >= 400 ? bytes.toString('utf8', end + 4, whole) : '' };
}
