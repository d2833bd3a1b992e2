import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A TCP proxy whose address stays while the server behind it changes, like that of a Service. It can pause what clients
 * send, so that a test can interrupt an upload at a known offset.
 */
export async function openProxy(port: number) {
  const state = { port, limit: Number.POSITIVE_INFINITY, passed: 0 };
  const sockets = new Set<Socket>();
  let paused = Promise.withResolvers<void>();

  const server = createServer((client) => {
    const target = connect(state.port, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    }
    client.once('close', () => target.destroy());
    target.once('close', () => client.destroy()).pipe(client);
    client.on('data', (bytes) => {
      state.passed += bytes.length;
      target.write(bytes);
      if (state.passed < state.limit) return;
      client.pause();
      paused.resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Bytes forwarded from clients. */
    get passed() {
      return state.passed;
    },
    /** Pauses after so many more bytes; resolves when it does. */
    pauseAfter(bytes: number): Promise<void> {
      paused = Promise.withResolvers<void>();
      state.limit = state.passed + bytes;
      return paused.promise;
    },
    /** Closes the open connections and removes the limit; new connections go to the given port. */
    reset(to = state.port): void {
      Object.assign(state, { port: to, limit: Number.POSITIVE_INFINITY });
      for (const socket of sockets) socket.destroy();
    },
    /** Removes the limit and continues on the same connections. */
    resume(): void {
      state.limit = Number.POSITIVE_INFINITY;
      for (const socket of sockets) socket.resume();
    },
  };
}
