import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { StoredFile } from '@persistence-lab/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startUploader, type TestUploader } from '../test-support/app.ts';
import { createUpload, patch } from '../test-support/tus.ts';

// Tests are slow while others keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });

const id = '0b7e7a54-6f1c-4f1e-9f5c-0d8f6c1f2a3b';
let uploader: TestUploader;
beforeEach(async () => {
  uploader = await startUploader({ FILE_LIMIT: '2Mi', STALL_TIMEOUT: '2s' });
});
afterEach(() => uploader.stop());

const put = (body: RequestInit['body'], query = '', target = id) =>
  fetch(`${uploader.url}/v1/files/${target}${query}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'image/png' },
    body,
    duplex: 'half',
  } as RequestInit);

it('stores a body under the id of the client and answers a repeated request with the same file', async () => {
  const content = randomBytes(1_500_000);
  const first = await put(content, '?name=fotos/praia.png');
  expect([first.status, first.headers.get('location')]).toEqual([201, `/v1/files/${id}`]);
  const file = (await first.json()) as StoredFile;
  expect(file).toMatchObject({ id, name: 'praia.png', type: 'image/png', size: 1_500_000 });
  expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  const again = await put(content, '', id.toUpperCase());
  expect([again.status, await again.json()]).toEqual([200, file]);
  expect(await uploader.store.verify(id)).toMatchObject({ intact: true });
  expect(await uploader.leftovers()).toEqual([]);
});

it('never replaces existing content', async () => {
  await put('first');
  expect((await put('other')).status).toBe(409);
  expect(await uploader.store.get(id)).toMatchObject({ size: 5 });
  expect(await (await fetch(`${uploader.url}/v1/files/${id}`)).text()).toBe('first');
  expect(await uploader.leftovers()).toEqual([]);
});

it('answers 409 to the id of an unfinished upload, which can still be finished', async () => {
  const path = await createUpload(uploader.url, 5);
  const upload = path.split('/').at(-1)!;
  expect((await put('first', '', upload)).status).toBe(409);
  expect((await patch(uploader.url, path, 0, Buffer.from('hello'))).status).toBe(204);
  expect(await uploader.store.verify(upload)).toMatchObject({ intact: true });
  expect((await put('hello', '', upload)).status).toBe(200);
});

it('stores one of two contents sent at the same time', async () => {
  const bodies = [randomBytes(500_000), randomBytes(500_000)];
  const statuses = (await Promise.all(bodies.map((body) => put(body)))).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([201, 409]);
  const sha256 = createHash('sha256').update(bodies[statuses.indexOf(201)]!).digest('hex');
  expect(await uploader.store.get(id)).toMatchObject({ sha256 });
});

it('refuses invalid ids and names, and bodies above the limit with or without Content-Length', async () => {
  expect((await put('x', '', 'no-id')).status).toBe(400);
  expect((await put('x', '?name=a%00b')).status).toBe(400);
  expect((await put(Buffer.alloc(2 * 1024 ** 2 + 1))).status).toBe(413);
  const chunked = new Blob([Buffer.alloc(3 * 1024 ** 2)]).stream();
  expect((await put(chunked)).status).toBe(413);
  expect((await uploader.store.list(10)).files).toEqual([]);
  expect(await uploader.leftovers()).toEqual([]);
});

it('answers 408 to a sender that stalls and removes its bytes', async () => {
  const socket = uploader.send(`PUT /v1/files/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 408 /);
  socket.destroy();
  await vi.waitFor(async () => expect(await uploader.leftovers()).toEqual([]));
});
