import { createHash, randomBytes } from 'node:crypto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openForwarder } from './forwarder.ts';

async function forwardTo(fetch: typeof globalThis.fetch | undefined) {
  const forwarder = await openForwarder(() => fetch && { fetch });
  onTestFinished(forwarder.close);
  return forwarder.url;
}

const sha256 = (bytes: ArrayBuffer | Buffer) =>
  createHash('sha256')
    .update(Buffer.from(bytes as Buffer))
    .digest('hex');

it('forwards method, path, headers and bodies in both directions', async () => {
  const sent = randomBytes(3_000_000);
  const answered = randomBytes(3_000_000);
  const url = await forwardTo(async (input, init) => {
    const request = new Request(new URL(input instanceof Request ? input.url : input, 'http://replica'), init);
    expect([request.method, request.url, request.headers.get('upload-offset')]).toEqual([
      'PATCH',
      'http://replica/v1/uploads/1?x=y',
      '7',
    ]);
    expect(sha256(await request.arrayBuffer())).toBe(sha256(sent));
    return new Response(answered, { status: 201, headers: { Location: '/there' } });
  });
  const answer = await fetch(`${url}/v1/uploads/1?x=y`, {
    method: 'PATCH',
    headers: { 'Upload-Offset': '7' },
    body: sent,
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([201, '/there']);
  expect(sha256(await answer.arrayBuffer())).toBe(sha256(answered));
});

it('breaks the connection when the replica cannot be reached, and answers 503 when there is none', async () => {
  const broken = await forwardTo(async () => {
    throw new Error('no route');
  });
  await expect(fetch(broken)).rejects.toThrow('fetch failed');
  expect((await fetch(await forwardTo(undefined))).status).toBe(503);
});

it('aborts the request when its sender disconnects', async () => {
  const signals: AbortSignal[] = [];
  const url = await forwardTo((_input, init) => {
    signals.push(init!.signal!);
    return new Promise(() => undefined);
  });
  const sender = new AbortController();
  const request = fetch(url, { signal: sender.signal });
  await vi.waitFor(() => expect(signals).toHaveLength(1));
  sender.abort();
  await expect(request).rejects.toThrow('aborted');
  await vi.waitFor(() => expect(signals[0]!.aborted).toBe(true));
});
