import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Health } from '../health/health.ts';
import type { Logger } from './logger.ts';

export type ShutdownOptions = {
  server: Server;
  health: Health;
  logger: Logger;
  /** Time between failing readiness and closing the server, in milliseconds. */
  drain: number;
  /** Longest shutdown in milliseconds; after it the process exits with 1. */
  deadline: number;
  /** Closes the resources of the app, once the last request is answered. */
  close: () => Promise<void>;
};

// A request may be in flight on an idle keep-alive connection: how long to wait for it, in milliseconds.
const idleGrace = 300;

/**
 * Shuts down in order on SIGTERM or SIGINT: fails readiness, waits for the drain, stops accepting connections, answers
 * requests in progress, closes the app and exits with 0. A second signal or the deadline exits with 1 at once.
 */
export function closeOnSignal({ server, health, logger, drain, deadline, close }: ShutdownOptions): void {
  const connections = trackConnections(server);
  let closing = false;
  const shutDown = async (signal: NodeJS.Signals) => {
    if (closing) return exit(logger, 1, `${signal} during shutdown: exiting at once`);
    closing = true;
    logger.info({ signal, drain, deadline }, 'shutting down');
    globalThis.setTimeout(() => exit(logger, 1, 'shutdown deadline exceeded: exiting'), deadline).unref();
    health.shutDown();
    try {
      await setTimeout(drain);
      await stopServing(server, connections);
      await close();
      exit(logger, 0, 'shut down');
    } catch (error) {
      logger.fatal({ err: error }, 'shutdown failed');
      exit(logger, 1, 'exiting');
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutDown(signal));
}

function trackConnections(server: Server) {
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Ahead of the app's own listener, which may send the headers.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (closing) return void response.setHeader('Connection', 'close');
    responses.add(response);
    response.once('close', () => responses.delete(response));
  });
  return {
    /** Sends `Connection: close` with every response that has not begun, so that clients stop reusing connections. */
    announceClose(): void {
      closing = true;
      for (const response of responses) if (!response.headersSent) response.setHeader('Connection', 'close');
    },
    closeIdle(): void {
      server.closeIdleConnections();
      // Node counts a connection without a single byte as busy; browsers open such connections in advance.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}

async function stopServing(server: Server, connections: ReturnType<typeof trackConnections>): Promise<void> {
  await acceptQueued(server);
  const closed = once(server, 'close');
  // Unlike http.Server.close(), this leaves idle connections open: a request may be in flight on one of them.
  NetServer.prototype.close.call(server);
  // After close: a client that gets `Connection: close` reconnects, and must be refused instead of queued and reset.
  connections.announceClose();
  const timer = setInterval(connections.closeIdle, idleGrace);
  await closed;
  clearInterval(timer);
}

// Node accepts one connection per turn of the event loop, and the kernel resets the connections that are still queued
// when the server closes, with their requests. So accept until the queue is empty or the grace period is over.
async function acceptQueued(server: Server): Promise<void> {
  const until = performance.now() + idleGrace;
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
