import type { Server } from 'node:http';
import type { Express } from 'express';
import type { ServiceConfig } from '../config.ts';
import { StartError } from './exit.ts';

type Address = Pick<ServiceConfig, 'host' | 'port'>;

/**
 * Listens; resolves once the server accepts connections.
 *
 * @throws StartError with the cause and the remedy in one sentence
 */
export async function listen(app: Express, { host, port }: Address): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = app.listen(port, host, (error) => (error ? reject(error) : resolve()));
  try {
    await promise;
  } catch (cause) {
    throw new StartError(describeListenError(cause as NodeJS.ErrnoException, { host, port }), { cause });
  }
  return server;
}

function describeListenError({ code, message }: NodeJS.ErrnoException, { host, port }: Address): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop the process that uses it, or choose another port with PORT.`;
    case 'EACCES':
      return `This user may not listen on port ${port}: choose a port above 1023 with PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: choose one with HOST; 0.0.0.0 means all addresses.`;
    default:
      return `Cannot listen on port ${port} of ${host}: ${message}.`;
  }
}
