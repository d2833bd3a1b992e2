import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createReplicaFetch } from './replica-fetch.ts';

/** Answers with the request. */
async function echo(): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: unknown[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => response.end(JSON.stringify([request.method, request.url, chunks.join('')])));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('asks the replica, whatever host a URL names', async () => {
  const url = await echo();
  const fetch = createReplicaFetch('notes-1', () => url);
  expect(await (await fetch('/v1/notes?limit=1')).json()).toEqual(['GET', '/v1/notes?limit=1', '']);
  const request = new Request('http://elsewhere/v1/notes', { method: 'POST', body: 'text' });
  expect(await (await fetch(request)).json()).toEqual(['POST', '/v1/notes', 'text']);
});

it('says that a replica without a process, or one that does not answer, is unreachable', async () => {
  const gone = createReplicaFetch('notes-1', () => null);
  await expect(gone('/')).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('notes-1') });
  const silent = createReplicaFetch('notes-1', () => 'http://127.0.0.1:1');
  await expect(silent('/')).rejects.toMatchObject({ code: 'unreachable' });
});

it("leaves the caller's own abort as it is", async () => {
  const url = await echo();
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(createReplicaFetch('notes-1', () => url)('/', { signal })).rejects.toThrow('enough');
});
