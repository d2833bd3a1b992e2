import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from '@persistence-lab/api';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startUploader, type TestUploader } from '../test-support/app.ts';

// Tests are slow while others keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });

const content = randomBytes(3_000_000);
let uploader: TestUploader;
let file: StoredFile;
let path: string;

beforeAll(async () => {
  uploader = await startUploader();
  file = await upload(content, 'fotos/praia.html', 'text/html');
  path = `/v1/files/${file.id}`;
});
afterAll(() => uploader.stop());

async function upload(bytes: Buffer, filename: string, contentType: string): Promise<StoredFile> {
  const answer = await request(uploader.url).post('/v1/files').attach('f', bytes, { filename, contentType });
  return answer.body.files[0];
}

/** Reads every body as bytes: supertest decodes some types as text. */
const get = (target = path) =>
  request(uploader.url)
    .get(target)
    .buffer(true)
    .parse((answer, done) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    });

describe('GET /v1/files/{id}', () => {
  it('returns every byte, as an attachment that browsers do not execute', async () => {
    const { status, headers, body } = await get();
    expect(status).toBe(200);
    expect(content.equals(body)).toBe(true);
    expect(headers).toMatchObject({
      'content-length': '3000000',
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="praia.html"',
      'content-security-policy': expect.stringMatching(/^sandbox;/),
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      etag: `"${createHash('sha256').update(content).digest('hex')}"`,
      'repr-digest': `sha-256=:${createHash('sha256').update(content).digest('base64')}:`,
    });
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const { status, headers, text } = await request(uploader.url).head(path).set('Range', 'bytes=0-1');
    expect(status).toBe(200);
    expect(headers['content-length']).toBe('3000000');
    expect(text).toBeUndefined();
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=1000000-1999999', 1_000_000, 1_999_999],
    ['bytes=2999999-', 2_999_999, 2_999_999],
    ['bytes=-5', 2_999_995, 2_999_999],
  ])('sends only %s', async (range, start, end) => {
    const { status, headers, body } = await get().set('Range', range);
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${start}-${end}/3000000`);
    expect(content.subarray(start, end + 1).equals(body)).toBe(true);
  });

  it.each(['bytes=3000000-', 'bytes=5-1', 'bytes=x', 'bytes=-0'])('answers %s with 416', async (range) => {
    const { status, headers } = await get().set('Range', range);
    expect(status).toBe(416);
    expect(headers).toMatchObject({
      'content-range': 'bytes */3000000',
      'content-type': expect.stringContaining('problem'),
    });
  });

  it('sends several ranges as multipart/byteranges', async () => {
    const { status, headers, body } = await get().set('Range', 'bytes=0-9,2000000-2099999,-5');
    expect(status).toBe(206);
    expect(headers['content-length']).toBe(String(body.length));
    const boundary = /^multipart\/byteranges; boundary=([\w-]+)$/.exec(headers['content-type']!)![1]!;
    const part = (start: number, end: number) => [
      Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\n`),
      Buffer.from(`Content-Range: bytes ${start}-${end}/3000000\r\n\r\n`),
      content.subarray(start, end + 1),
    ];
    const parts = [...part(0, 9), ...part(2_000_000, 2_099_999), ...part(2_999_995, 2_999_999)];
    expect(Buffer.concat([...parts, Buffer.from(`\r\n--${boundary}--\r\n`)]).equals(body)).toBe(true);
  });

  it.each(['bytes=0-2000000,1000000-2999999', 'lines=1-2'])('sends the whole content for %s', async (range) => {
    const { status, body } = await get().set('Range', range);
    expect([status, body.length]).toEqual([200, content.length]);
  });

  it('answers 304 to a client that has the content', async () => {
    const etag = `"${file.sha256}"`;
    expect((await get().set('If-None-Match', etag)).status).toBe(304);
    expect((await get().set('If-None-Match', `"other", W/${etag}`)).status).toBe(304);
    expect((await get().set('If-None-Match', '"other"')).status).toBe(200);
    expect((await get().set('If-Modified-Since', new Date(Date.now() + 1000).toUTCString())).status).toBe(304);
  });

  it('sends a range only when If-Range matches the content', async () => {
    expect((await get().set('Range', 'bytes=0-9').set('If-Range', `"${file.sha256}"`)).status).toBe(206);
    expect((await get().set('Range', 'bytes=0-9').set('If-Range', '"other"')).status).toBe(200);
    expect((await get().set('Range', 'bytes=0-9').set('If-Range', `W/"${file.sha256}"`)).status).toBe(200);
  });

  it('sends an empty file', async () => {
    const { id } = await upload(Buffer.alloc(0), 'empty', 'image/png');
    const { status, headers, body } = await get(`/v1/files/${id}`);
    expect([status, headers['content-type'], body.length]).toEqual([200, 'image/png', 0]);
  });

  it.each(['not-an-id', '..%2f..%2fetc%2fpasswd', '%00'])('answers 400 to the id %s', async (id) => {
    const { status, headers } = await get(`/v1/files/${id}`);
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('answers 404 for a file that does not exist', async () => {
    expect((await get('/v1/files/019a0000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('accepts ids in upper case', async () => {
    expect((await request(uploader.url).head(`/v1/files/${file.id.toUpperCase()}`)).status).toBe(200);
  });

  it('answers 500 for a file that has lost bytes', async () => {
    const { id } = await upload(Buffer.from('whole'), 'f', 'text/plain');
    await writeFile(join(uploader.folder, 'files', id, 'content'), 'half');
    const { status, body } = await get(`/v1/files/${id}`);
    expect(status).toBe(500);
    expect(body.toString()).toContain('/problems/corrupt');
    expect(body.toString()).not.toContain(uploader.folder);
  });
});
