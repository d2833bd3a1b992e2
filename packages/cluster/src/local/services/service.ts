import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

const host = '127.0.0.1';

/** A fixed port in front of changing replicas. */
export interface Service {
  readonly port: number;
  /** Ends open connections; resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Listens on a port of 127.0.0.1 and hands every connection on to one of the ready replicas, in turn, as a ClusterIP
 * Service does: https://kubernetes.io/docs/concepts/services-networking/service/. A connection stays with its replica
 * and ends with it. While no replica is ready, or when the chosen one does not answer, it is reset at once: a Service
 * would refuse the connection, but a listening process cannot.
 *
 * `endpoints` is called for every connection: the ports of the ready replicas.
 * @throws the error of `listen`, such as EADDRINUSE
 */
export async function openService(port: number, endpoints: () => readonly number[]): Promise<Service> {
  const clients = new Set<Socket>();
  let next = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    const ready = endpoints();
    const endpoint = ready[next++ % ready.length];
    if (endpoint === undefined) return void client.resetAndDestroy();
    connectSockets(client, connect({ host, port: endpoint, allowHalfOpen: true, noDelay: true }));
  });
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
  return {
    port,
    async close() {
      server.close();
      for (const client of clients) client.destroy();
      await once(server, 'close');
    },
  };
}

/** Forwards bytes, half-closes and resets in both directions. */
function connectSockets(client: Socket, replica: Socket): void {
  client.pipe(replica).pipe(client);
  client.once('error', () => replica.resetAndDestroy());
  client.once('close', () => replica.destroy());
  replica.once('error', () => client.resetAndDestroy());
}
