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

/** A number is an error of that status, undefined an answer whose body never ends. */
type Answer = number | object | undefined;

/** A stub of the API server, and its configuration; `requests` has all requests. */
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
    { name: 'user', token: 'a-token' },
  );
  return { config, requests };
}
