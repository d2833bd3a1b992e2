import { KubeConfig } from '@kubernetes/client-node';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, expect, it } from 'vitest';
import { createFetchFrom } from './replica-fetch.ts';

/** A stub of the API server with this request listener. */
async function replicaBehind(listener: RequestListener): Promise<typeof fetch> {
  const server = createServer(listener).listen(0, '127.0.0.1');
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
  return createFetchFrom(config)({ namespace: 'lab', name: 'notes-1', port: 8080 });
}

it('asks the proxy of the pod, with the credentials of the kubeconfig and the caller’s own headers', async () => {
  const fetch = await replicaBehind((request, response) => {
    response.end(
      JSON.stringify([request.method, request.url, request.headers.authorization, request.headers['if-match']]),
    );
  });
  const answer = await fetch('/v1/notes?limit=2', { method: 'PUT', headers: { 'If-Match': '"1"' } });
  expect(await answer.json()).toEqual([
    'PUT',
    '/api/v1/namespaces/lab/pods/notes-1:8080/proxy/v1/notes?limit=2',
    'Bearer a-token',
    '"1"',
  ]);
});

it('takes a Request or an absolute URL as well, as a typed client makes them', async () => {
  const fetch = await replicaBehind((request, response) => {
    request.pipe(response.setHeader('X-Url', request.url ?? ''));
  });
  const answer = await fetch(new Request('http://anything/v1/notes', { method: 'POST', body: 'hello' }));
  expect(answer.headers.get('x-url')).toMatch(/\/proxy\/v1\/notes$/);
  expect(await answer.text()).toBe('hello');
  expect((await fetch(new URL('http://anything/livez'))).headers.get('x-url')).toMatch(/\/proxy\/livez$/);
});

it('sends a body while the answer is already coming back', async () => {
  const fetch = await replicaBehind((request, response) => void request.pipe(response));
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  void writer.write(Buffer.from('first'));
  const answer = await fetch('/echo', { method: 'POST', body: readable, duplex: 'half' });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe('first');
  await Promise.all([writer.write(Buffer.from('second')), writer.close()]);
  expect((await reader.read()).value).toBe('second');
});

it('never passes the API server’s own answer off as the replica’s', async () => {
  const fetch = await replicaBehind((_request, response) => {
    response.writeHead(404, { 'Content-Type': 'application/json' });
    response.end(
      '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods \\"notes-1\\" not found","code":404}',
    );
  });
  await expect(fetch('/v1/notes/1')).rejects.toMatchObject({
    code: 'unreachable',
    message: 'notes-1 cannot be reached through the API server: pods "notes-1" not found',
  });
});

it('hands on a problem of the service untouched', async () => {
  const fetch = await replicaBehind((_request, response) => {
    response.writeHead(404, { 'Content-Type': 'application/problem+json' }).end('{"status":404}');
  });
  const answer = await fetch('/v1/notes/1');
  expect([answer.status, await answer.json()]).toEqual([404, { status: 404 }]);
});

it('passes on bodies unchanged, short or long', async () => {
  const bytes = Buffer.from(Array.from({ length: 600_000 }, (_, at) => at % 256));
  const fetch = await replicaBehind((request, response) => {
    const count = Number(request.url?.split('/').at(-1));
    response.setHeader('Content-Length', count).end(bytes.subarray(0, count));
  });
  for (const count of [256, 600_000]) {
    const answer = await fetch(`/${count}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(0, count))).toBe(true);
  }
});

it('returns a response without a body', async () => {
  const fetch = await replicaBehind((_request, response) => void response.writeHead(204).end());
  const answer = await fetch('/v1/notes/1', { method: 'DELETE' });
  expect([answer.status, answer.body]).toEqual([204, null]);
});

it.each([
  ['before an answer', 0, 0],
  ['in a short answer', 100, 10],
  ['in a long answer', 1_000_000, 10],
])('reports a connection that breaks %s', async (_when, length, sent) => {
  const fetch = await replicaBehind((_request, response) => {
    if (sent > 0) response.setHeader('Content-Length', length).write('x'.repeat(sent));
    setImmediate(() => response.destroy());
  });
  const reading = fetch('/v1/notes').then((answer) => answer.text());
  await expect(reading).rejects.toMatchObject({
    code: 'unreachable',
    message: /^The request to notes-1 through the API server failed/,
  });
});

it('ends with the reason of the signal', async () => {
  const caller = new AbortController();
  const fetch = await replicaBehind(() => caller.abort(new Error('enough')));
  await expect(fetch('/v1/notes', { signal: caller.signal })).rejects.toThrow('enough');
});
