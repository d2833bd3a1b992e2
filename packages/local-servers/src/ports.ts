import { createServer } from 'node:net';

// Below where systems take the ports of outgoing connections from: one of those could take it before its server does.
// Above the last that fetch refuses to ask, 10080: https://fetch.spec.whatwg.org/#port-blocking
const first = 10_100;
const count = 21_900;
let next = Math.floor(Math.random() * count);

/** A TCP port of 127.0.0.1 that nobody listens on at this moment; each time another one, as long as there are. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < count; tried++) {
    const port = first + (next++ % count);
    if (await portIsFree(port)) return port;
  }
  throw new Error(`no port of 127.0.0.1 from ${first} to ${first + count - 1} is free`);
}

/** Whether a server could listen on this port of 127.0.0.1 now. */
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
