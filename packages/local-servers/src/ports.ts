import { createServer } from 'node:net';

// The range is below the ports of outgoing connections, which could take a port before its server does, and above
// the last port that fetch blocks, 10080: https://fetch.spec.whatwg.org/#port-blocking
const first = 10_100;
const count = 21_900;
let next = Math.floor(Math.random() * count);

/** A TCP port of 127.0.0.1 without a listener; each call returns another one until all have been returned. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < count; tried++) {
    const port = first + (next++ % count);
    if (await portIsFree(port)) return port;
  }
  throw new Error(`no port of 127.0.0.1 from ${first} to ${first + count - 1} is free`);
}

/** Whether a server can listen on this port of 127.0.0.1 now. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
