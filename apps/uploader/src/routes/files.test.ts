import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from '@persistence-lab/api';
import request from 'supertest';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startUploader, type TestUploader } from '../test-support/app.ts';

// Tests are slow while others keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });

let uploader: TestUploader;
beforeEach(async () => {
  uploader = await startUploader({ STORAGE_KIND: 'pvc', CLAIM_NAME: 'data', NODE_NAME: 'node-1' });
});
afterEach(() => uploader.stop());

const get = (path: string) => request(uploader.url).get(path);

async function upload(name: string): Promise<StoredFile> {
  const answer = await request(uploader.url).post('/v1/files').attach('f', Buffer.from(name), name);
  return answer.body.files[0];
}

it('lists the files, newest first, in pages that link to the next one', async () => {
  const [a, b, c] = [await upload('a'), await upload('b'), await upload('c')];
  const first = await get('/v1/files?limit=2');
  expect(first.body).toEqual({ files: [c, b], next: expect.any(String) });
  const next = /<(.*)>; rel="next"/.exec(first.headers['link']!)![1]!;
  expect((await get(next)).body).toEqual({ files: [a], next: null });
});

it.each(['limit=0', 'limit=501', 'limit=x', 'limit=1&limit=2', 'cursor=x', 'cursor=../..', 'curser=x'])(
  'answers 400 to the page %s',
  async (query) => {
    const answer = await get(`/v1/files?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(1);
  },
);

it('describes a file, verifies it, and deletes it', async () => {
  const file = await upload('a');
  const path = `/v1/files/${file.id}`;
  expect((await get(`${path}/meta`)).body).toEqual(file);
  expect((await get(`${path}/verify`)).body).toMatchObject({ intact: true });
  await writeFile(join(uploader.folder, 'files', file.id, 'content'), 'b');
  expect((await get(`${path}/verify`)).body).toMatchObject({ intact: false, expected: { sha256: file.sha256 } });
  expect((await request(uploader.url).delete(path)).status).toBe(204);
  for (const gone of [path, `${path}/meta`, `${path}/verify`]) expect((await get(gone)).status).toBe(404);
  expect((await request(uploader.url).delete(path)).status).toBe(404);
  expect((await get('/v1/files')).body).toEqual({ files: [], next: null });
});

it('reports where the files are stored', async () => {
  await upload('hello');
  expect((await get('/v1/storage')).body).toEqual({
    pod: 'pod-a',
    namespace: null,
    node: 'node-1',
    kind: 'pvc',
    claim: 'data',
    files: 1,
    bytes: 5,
    volume: {
      path: uploader.folder,
      mountPoint: expect.toSatisfy((value) => value === null || typeof value === 'string'),
      fileSystem: expect.anything(),
      device: expect.anything(),
      bytesTotal: expect.any(Number),
      bytesFree: expect.any(Number),
    },
  });
});

it('serves an OpenAPI document with its routes', async () => {
  const { paths } = (await get('/openapi.json')).body;
  expect(Object.keys(paths)).toContain('/v1/files/{id}/verify');
});

it('is ready while the disk accepts writes', async () => {
  expect((await get('/readyz')).status).toBe(200);
});

it.each([
  ['/v1/files', ['GET', 'HEAD', 'POST']],
  ['/v1/files/019a0000-0000-7000-8000-000000000000', ['DELETE', 'GET', 'HEAD', 'PUT']],
])('answers OPTIONS %s with every method of the path', async (path, methods) => {
  const { status, headers } = await request(uploader.url).options(path);
  expect(status).toBe(200);
  expect(headers['allow']?.split(', ').toSorted()).toEqual(methods);
});
