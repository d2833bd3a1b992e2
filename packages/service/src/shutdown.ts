import { Server as NetServer } from 'node:net';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
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
  const announceClose = connectionCloser(server);
  let closing = false;
  const shutDown = async (signal: NodeJS.Signals) => {
    if (closing) return exit(logger, 1, `${signal} again: exiting at once`);
    closing = true;
    logger.info({ signal, drain, deadline }, 'shutting down');
    setTimeout(() => exit(logger, 1, 'the shutdown took too long: exiting'), deadline).unref();
    health.shutDown();
    announceClose();
    try {
      await pause(drain);
      await stopServing(server);
      await close();
      exit(logger, 0, 'shut down');
    } catch (error) {
      logger.fatal({ err: error }, 'the shutdown failed');
      exit(logger, 1, 'exiting');
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutDown(signal));
}

// Tells the client of every answer that is still to begin not to use its connection again, so that none is
// left idle but those that were idle before. Node would keep them all until they time out.
function connectionCloser(server: Server): () => void {
  const open = new Set<ServerResponse>();
  let closing = false;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (closing) return void response.setHeader('Connection', 'close');
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return () => {
    closing = true;
    for (const response of open) if (!response.headersSent) response.setHeader('Connection', 'close');
  };
}

// http.Server.close() would cut idle connections at once, with a request perhaps on its way in one of them.
async function stopServing(server: Server): Promise<void> {
  const closed = once(server, 'close');
  NetServer.prototype.close.call(server);
  const timer = setInterval(() => server.closeIdleConnections(), linger);
  await closed;
  clearInterval(timer);
}

function exit(logger: Logger, code: number, message: string): void {
  logger.info(message);
  process.exit(code);
}
