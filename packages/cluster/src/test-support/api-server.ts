import { KubeConfig } from '@kubernetes/client-node';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A status alone stands for the refusal with that number, undefined for an answer that begins and does not end. */
type Answer = number | object | undefined;

/** An API server that answers as it is told, and the configuration that leads to it; `requests` has what it was asked. */
export async function serveApi(answer: (request: ApiRequest) => Answer) {
  const requests: ApiRequest[] = [];
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const asked = { method: request.method!, path: request.url!, body: body === '' ? undefined : JSON.parse(body) };
    requests.push(asked);
    const answered = answer(asked);
    if (answered === undefined) return response.flushHeaders();
    const code = typeof answered === 'number' ? answered : 200;
    const document = typeof answered === 'number' ? { kind: 'Status', code, message: `refused: ${code}` } : answered;
    response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(document));
  }
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((listening) => server.once('listening', listening));
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'stub', server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, skipTLSVerify: true },
    { name: 'somebody', token: 'a-token' },
  );
  return { config, requests };
}
