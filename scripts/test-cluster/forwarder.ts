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

// They speak of one connection, and there are two.
const ofTheConnection = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/**
 * An address of this machine behind which is one replica at a time, as a Service would give it: for programs that
 * know nothing of a cluster. When the replica goes away the connection breaks.
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
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const { method = 'GET', url = '/' } = request;
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  const answer = await replica.fetch(url, {
    method,
    headers: kept(Object.entries(request.headers) as [string, string][]),
    signal: gone.signal,
    redirect: 'manual',
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  });
  response.writeHead(answer.status, kept([...answer.headers]));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), response);
  else response.end();
}

const kept = (headers: [string, string][]) =>
  Object.fromEntries(headers.filter(([name]) => !ofTheConnection.has(name.toLowerCase())));
