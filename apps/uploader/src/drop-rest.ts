import type { IncomingMessage } from 'node:http';

// As long as nginx lingers by default (lingering_time), shortened: the answer is out at once, few clients need more.
const linger = 10_000;

/**
 * Reads and drops what is still to come of a request that has been refused. To close the connection
 * while the client is sending would reset it, and the client would never see why.
 */
export function dropRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), linger);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
  // A reader that has given up may still hold it back.
  request.removeAllListeners('data').removeAllListeners('readable').resume();
}
