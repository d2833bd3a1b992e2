import type { Replica } from '@persistence-lab/cluster';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Forwarder {
  readonly url: string;
  close(): Promise<void>;
}

// Hop-by-hop headers (RFC 9110, section 7.6.1) and those that fetch sets.
const hopByHop = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/**
 * A local address that forwards to one replica at a time, as a Service does, for programs that know no cluster. The
 * connection breaks when the replica ends.
 */
export async function openForwarder(choose: () => Pick<Replica, 'fetch'> | undefined): Promise<Forwarder> {
  const server = createServer((request, response) => {
    void forward(choose(), request, response).catch(() => response.destroy());
  });
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function forward(
  replica: Pick<Replica, 'fetch'> | undefined,
  request: IncomingMessage,
  response: ServerResponse,
) {
  if (!replica) return void response.writeHead(503, { 'Retry-After': '1' }).end();
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const { method = 'GET', url = '/' } = request;
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  const answer = await replica.fetch(url, {
    method,
    headers: endToEnd(Object.entries(request.headers) as [string, string][]),
    signal: closed.signal,
    redirect: 'manual',
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  });
  response.writeHead(answer.status, endToEnd([...answer.headers]));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), response);
  else response.end();
}

const endToEnd = (headers: [string, string][]) =>
  Object.fromEntries(headers.filter(([name]) => !hopByHop.has(name.toLowerCase())));
