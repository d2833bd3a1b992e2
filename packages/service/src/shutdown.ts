import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Health } from './health.ts';
import type { Logger } from './logger.ts';

export type Closing = {
  server: Server;
  health: Health;
  logger: Logger;
  /** How long readiness fails while new requests are still served; milliseconds. */
  drain: number;
  /** After so many milliseconds the process exits with 1, whatever is still under way. */
  deadline: number;
  /** Closes what the app holds, once the last request has its answer. */
  close: () => Promise<void>;
};

// A kept-alive connection on which a request may be on its way gets this long to bring it; milliseconds.
const linger = 300;

/**
 * On SIGTERM or SIGINT: readiness fails, the drain passes, the server stops accepting, what is under way
 * is answered, the app closes, exit 0. A second signal or the deadline exits with 1 at once.
 */
export function closeOnSignal({ server, health, logger, drain, deadline, close }: Closing): void {
  const connections = trackConnections(server);
  let closing = false;
  const shutDown = async (signal: NodeJS.Signals) => {
    if (closing) return exit(logger, 1, `${signal} again: exiting at once`);
    closing = true;
    logger.info({ signal, drain, deadline }, 'shutting down');
    globalThis.setTimeout(() => exit(logger, 1, 'the shutdown took too long: exiting'), deadline).unref();
    health.shutDown();
    try {
      await setTimeout(drain);
      await stopServing(server, connections);
      await close();
      exit(logger, 0, 'shut down');
    } catch (error) {
      logger.fatal({ err: error }, 'the shutdown failed');
      exit(logger, 1, 'exiting');
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutDown(signal));
}

function trackConnections(server: Server) {
  const sockets = new Set<Socket>();
  const answers = new Set<ServerResponse>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Before the app's own listener, which may send the headers.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (closing) return void response.setHeader('Connection', 'close');
    answers.add(response);
    response.once('close', () => answers.delete(response));
  });
  return {
    /** Has every answer that is still to begin tell its client not to use the connection again. */
    announceClose(): void {
      closing = true;
      for (const answer of answers) if (!answer.headersSent) answer.setHeader('Connection', 'close');
    },
    closeIdle(): void {
      server.closeIdleConnections();
      // Node counts a connection that has never carried a byte (a browser opens them in advance) as busy.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}

async function stopServing(server: Server, connections: ReturnType<typeof trackConnections>): Promise<void> {
  await acceptQueued(server);
  const closed = once(server, 'close');
  // http.Server.close() would also cut idle connections at once, with a request perhaps on its way in one of them.
  NetServer.prototype.close.call(server);
  // Not before: whoever is told to close connects again, and must then be refused rather than queued and reset.
  connections.announceClose();
  const timer = setInterval(connections.closeIdle, linger);
  await closed;
  clearInterval(timer);
}

// Node accepts one connection a turn of its event loop; what the kernel still has in its queue when the server
// closes is reset, requests and all. So the queue must be empty first, or have been given its time.
async function acceptQueued(server: Server): Promise<void> {
  const until = performance.now() + linger;
  let accepted = true;
  const onConnection = () => (accepted = true);
  server.on('connection', onConnection);
  while (accepted && performance.now() < until) {
    accepted = false;
    await setImmediate();
  }
  server.off('connection', onConnection);
}

function exit(logger: Logger, code: number, message: string): void {
  logger.info(message);
  process.exit(code);
}
