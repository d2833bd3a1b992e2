import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * For tests: an address that stays while the server behind it changes, as a Service does, and that can hold back what
 * a client sends, so that something may happen in the middle of it.
 */
export async function openGate(port: number) {
  const state = { port, limit: Number.POSITIVE_INFINITY, passed: 0 };
  const sockets = new Set<Socket>();
  let held = Promise.withResolvers<void>();

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
      held.resolve();
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
    /** Bytes that clients have sent. */
    get passed() {
      return state.passed;
    },
    /** Lets so many more bytes pass; resolves when the next are held back. */
    holdAfter(bytes: number): Promise<void> {
      held = Promise.withResolvers<void>();
      state.limit = state.passed + bytes;
      return held.promise;
    },
    /** Lets everything pass from now on, to another server when one is given; connections so far break. */
    release(to = state.port): void {
      Object.assign(state, { port: to, limit: Number.POSITIVE_INFINITY });
      for (const socket of sockets) socket.destroy();
    },
    /** Lets what was held back go on over the same connections. */
    resume(): void {
      state.limit = Number.POSITIVE_INFINITY;
      for (const socket of sockets) socket.resume();
    },
  };
}
