import type { Server } from 'node:http';
import type { Express } from 'express';
import type { ServiceConfig } from './config.ts';
import { StartError } from './exit-on-error.ts';

type Address = Pick<ServiceConfig, 'host' | 'port'>;

/**
 * Listens, and resolves once requests can come.
 *
 * @throws StartError whose message is one sentence with the way out
 */
export async function listen(app: Express, { host, port }: Address): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = app.listen(port, host, (error) => (error ? reject(error) : resolve()));
  try {
    await promise;
  } catch (cause) {
    throw new StartError(explain(cause as NodeJS.ErrnoException, { host, port }), { cause });
  }
  return server;
}

function explain({ code, message }: NodeJS.ErrnoException, { host, port }: Address): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop the process that has it, or choose another one with PORT.`;
    case 'EACCES':
      return `This user may not listen on port ${port}: choose one above 1023 with PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: choose one with HOST, 0.0.0.0 for all of them.`;
    default:
      return `Cannot listen on port ${port} of ${host}: ${message}.`;
  }
}
