import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startUploader, type TestUploader } from '../../test-support/app.ts';
import { createUpload, head, offsetOf, patch, terminate } from '../../test-support/tus.ts';

// Tests are slow while others keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });
const waitOptions = { timeout: 30_000 };

let uploader: TestUploader;
beforeEach(async () => {
  uploader = await startUploader({ FILE_LIMIT: '2Mi', MAX_UNFINISHED: '3', UPLOAD_LEASE: '300ms' });
});
afterEach(() => uploader.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const unfinished = () => readdir(join(uploader.folder, 'uploads'));

const post = (headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) =>
  fetch(`${uploader.url}/v1/uploads`, {
    method: 'POST',
    headers: { 'Tus-Resumable': '1.0.0', ...headers },
    body: body ?? null,
  });

const metrics = async () => (await fetch(`${uploader.url}/metrics`)).text();

const descriptors = async () => (await readdir('/proc/self/fd')).length;

const checked = (path: string, offset: number, body: string, algorithm = 'sha1', of = body) => {
  const digest = createHash(algorithm).update(of).digest('base64');
  return patch(uploader.url, path, offset, Buffer.from(body), { 'Upload-Checksum': `${algorithm} ${digest}` });
};

describe('an upload', () => {
  it('is created, grows with each PATCH, and becomes a file with its hash', async () => {
    const content = randomBytes(1_500_000);
    const metadata = `filename ${base64('férias/praia.jpg')},filetype ${base64('image/jpeg')},note`;
    const path = await createUpload(uploader.url, content.length, { 'Upload-Metadata': metadata });
    expect(path).toMatch(/^\/v1\/uploads\/[0-9a-f-]{36}$/);
    const first = await patch(uploader.url, path, 0, content.subarray(0, 1_000_000));
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '1000000']);
    const state = await head(uploader.url, path);
    expect(Object.fromEntries(state.headers)).toMatchObject({
      'upload-offset': '1000000',
      'upload-length': '1500000',
      'upload-metadata': metadata,
      'cache-control': 'no-store',
      'tus-resumable': '1.0.0',
    });
    expect((await uploader.store.list(10)).files).toEqual([]);
    expect((await patch(uploader.url, path, 1_000_000, content.subarray(1_000_000))).status).toBe(204);

    const id = path.split('/').at(-1);
    const { files } = await uploader.store.list(10);
    expect(files).toMatchObject([
      { id, name: 'praia.jpg', type: 'image/jpeg', size: 1_500_000, sha256: sha256(content), uploadedBy: 'pod-a' },
    ]);
    expect(await uploader.store.verify(id!)).toMatchObject({ intact: true });
    expect(await offsetOf(uploader.url, path)).toBe(1_500_000);
    expect(await unfinished()).toEqual([]);
    expect((await readdir(join(uploader.folder, 'files', id!))).toSorted()).toEqual([
      'content',
      'meta.json',
      'upload.json',
    ]);
  });

  it('accepts all or some bytes with its creation, or none', async () => {
    const stream = { 'Content-Type': 'application/offset+octet-stream' };
    const whole = await post({ 'Upload-Length': '5', ...stream }, Buffer.from('hello'));
    expect([whole.status, whole.headers.get('upload-offset')]).toEqual([201, '5']);
    const part = await post({ 'Upload-Length': '10', ...stream }, Buffer.from('hello'));
    expect([part.status, part.headers.get('upload-offset')]).toEqual([201, '5']);
    expect(part.headers.get('upload-expires')).toMatch(/ GMT$/);
    expect((await post({ 'Upload-Length': '0' })).status).toBe(201);
    expect((await uploader.store.list(10)).files.map(({ size }) => size).toSorted()).toEqual([0, 5]);
    expect(await unfinished()).toHaveLength(1);
  });

  it('keeps the bytes received before its connection broke', async () => {
    const content = randomBytes(1_000_000);
    const path = await createUpload(uploader.url, content.length);
    const headers = `Host: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream`;
    const socket = uploader.send(`PATCH ${path} HTTP/1.1\r\n${headers}\r\nContent-Length: 1000000\r\n\r\n`);
    socket.write(content.subarray(0, 300_000));
    await vi.waitFor(async () => expect(await offsetOf(uploader.url, path)).toBe(300_000), waitOptions);
    socket.write(content.subarray(300_000, 700_000), () => socket.destroy());
    await vi.waitFor(async () => expect(await offsetOf(uploader.url, path)).toBeGreaterThan(300_000), waitOptions);
    const resume = async () => {
      const offset = await offsetOf(uploader.url, path);
      return patch(uploader.url, path, offset, content.subarray(offset));
    };
    await vi.waitFor(async () => expect((await resume()).status).toBe(204), waitOptions);
    expect((await uploader.store.list(10)).files).toMatchObject([{ sha256: sha256(content) }]);
  });

  it('continues only at its offset', async () => {
    const path = await createUpload(uploader.url, 10);
    await patch(uploader.url, path, 0, Buffer.from('hello'));
    for (const offset of [0, 4, 6]) {
      const refused = await patch(uploader.url, path, offset, Buffer.from('wrong'));
      expect([refused.status, refused.headers.get('content-type')]).toEqual([
        409,
        expect.stringMatching(/^application\/problem\+json/),
      ]);
    }
    expect((await patch(uploader.url, path, 5, Buffer.from('too long'))).status).toBe(413);
    expect(await offsetOf(uploader.url, path)).toBe(5);
  });

  it('is removed with its bytes by DELETE, unless it is finished', async () => {
    const path = await createUpload(uploader.url, 10);
    await patch(uploader.url, path, 0, Buffer.from('hello'));
    expect((await terminate(uploader.url, path)).status).toBe(204);
    expect((await head(uploader.url, path)).status).toBe(404);
    expect((await terminate(uploader.url, path)).status).toBe(404);
    expect(await unfinished()).toEqual([]);
    expect(await uploader.leftovers()).toEqual([]);
    const finished = await createUpload(uploader.url, 0);
    const refused = await terminate(uploader.url, finished);
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      403,
      expect.stringMatching(/finished$/),
    ]);
    expect((await uploader.store.list(10)).files).toHaveLength(1);
  });

  it('expires without further bytes and is removed', async () => {
    await uploader.stop();
    uploader = await startUploader({ UPLOAD_EXPIRY: '150ms' });
    const path = await createUpload(uploader.url, 10);
    await vi.waitFor(async () => expect((await head(uploader.url, path)).status).toBe(404), waitOptions);
    expect(await unfinished()).toEqual([]);
    expect(uploader.backgroundErrors).toEqual([]);
    expect(await metrics()).toContain('uploader_uploads_total{event="expired"} 1');
  });

  it('answers 408 to a sender that stalls and keeps the received bytes', async () => {
    await uploader.stop();
    uploader = await startUploader({ STALL_TIMEOUT: '100ms' });
    const path = await createUpload(uploader.url, 1000);
    const headers = `Host: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream`;
    const socket = uploader.send(`PATCH ${path} HTTP/1.1\r\n${headers}\r\nContent-Length: 1000\r\n\r\nhello`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 408 /);
    socket.destroy();
    expect(await offsetOf(uploader.url, path)).toBe(5);
  });
});

it('counts created, resumed, finished and terminated uploads', async () => {
  const path = await createUpload(uploader.url, 10);
  await patch(uploader.url, path, 0, Buffer.from('hello'));
  await patch(uploader.url, path, 5, Buffer.from('world'));
  await terminate(uploader.url, await createUpload(uploader.url, 10));
  const counted = await metrics();
  for (const line of [
    'uploader_uploads_total{event="created"} 2',
    'uploader_uploads_total{event="resumed"} 1',
    'uploader_uploads_total{event="finished"} 1',
    'uploader_uploads_total{event="terminated"} 1',
    'uploader_upload_bytes_total 10',
    'uploader_upload_request_seconds_count 2',
  ]) {
    expect(counted).toContain(line);
  }
});

describe('a checksum', () => {
  it('accepts matching bytes and none of a mismatch', async () => {
    const path = await createUpload(uploader.url, 15);
    expect((await checked(path, 0, 'hello')).status).toBe(204);
    const refused = await checked(path, 5, 'wrong', 'sha256', 'other');
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      460,
      expect.stringMatching(/checksum-mismatch$/),
    ]);
    expect(await offsetOf(uploader.url, path)).toBe(5);
    expect((await checked(path, 5, 'world', 'md5')).status).toBe(204);
    expect((await checked(path, 10, 'again', 'sha256')).status).toBe(204);
    expect((await uploader.store.list(1)).files).toMatchObject([{ sha256: sha256(Buffer.from('helloworldagain')) }]);
  });

  it('is refused when its algorithm or digest is not valid', async () => {
    const path = await createUpload(uploader.url, 5);
    for (const checksum of ['crc32 AAAA', 'sha1', 'sha1 !!', 'sha1 AAAA AAAA']) {
      const refused = await patch(uploader.url, path, 0, Buffer.from('hello'), { 'Upload-Checksum': checksum });
      expect(refused.status).toBe(400);
    }
  });

  it('is announced by OPTIONS with the other extensions', async () => {
    const answer = await fetch(`${uploader.url}/v1/uploads`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-resumable': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,termination,expiration,checksum',
      'tus-checksum-algorithm': 'sha256,sha1,md5',
      'tus-max-size': String(2 * 1024 ** 2),
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('refused requests', () => {
  it.each([
    ['no length', {}, 400],
    ['a negative length', { 'Upload-Length': '-1' }, 400],
    ['a length that is not a number', { 'Upload-Length': '1e3' }, 400],
    ['a length beyond the safe integers', { 'Upload-Length': '99999999999999999999' }, 400],
    ['a length above the limit', { 'Upload-Length': String(2 * 1024 ** 2 + 1) }, 413],
    ['the largest safe integer as length', { 'Upload-Length': '9007199254740991' }, 413],
    ['a deferred length', { 'Upload-Defer-Length': '1' }, 501],
    ['concatenation', { 'Upload-Length': '1', 'Upload-Concat': 'partial' }, 501],
    ['another version', { 'Upload-Length': '1', 'Tus-Resumable': '0.2.2' }, 412],
    ['metadata that is not Base64', { 'Upload-Length': '1', 'Upload-Metadata': 'filename !!!' }, 400],
    ['a key twice', { 'Upload-Length': '1', 'Upload-Metadata': 'a YQ==,a YQ==' }, 400],
    ['metadata without a key', { 'Upload-Length': '1', 'Upload-Metadata': ',' }, 400],
    ['metadata above the limit', { 'Upload-Length': '1', 'Upload-Metadata': `a ${'YWFh'.repeat(1100)}` }, 400],
    ['a name with a NUL', { 'Upload-Length': '1', 'Upload-Metadata': `filename ${base64('a\0b')}` }, 400],
    [
      'a name of 4,000 characters',
      { 'Upload-Length': '1', 'Upload-Metadata': `filename ${base64('x'.repeat(4000))}` },
      400,
    ],
    [
      'a name of 2,000 characters',
      { 'Upload-Length': '1', 'Upload-Metadata': `filename ${base64('x'.repeat(2000))}` },
      400,
    ],
    ['a type with a line break', { 'Upload-Length': '1', 'Upload-Metadata': `filetype ${base64('a\r\nX: y')}` }, 400],
  ])('%s', async (_, headers, status) => {
    const answer = await post(headers);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
    expect(await unfinished()).toEqual([]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system.ini', 'system.ini'],
    ['..', 'unnamed'],
    ['CON', 'CON'],
    ['\u202egpj.exe', '\u202egpj.exe'],
    ['meta.json', 'meta.json'],
  ])('do not include the name %s, which is data', async (given, name) => {
    await createUpload(uploader.url, 0, { 'Upload-Metadata': `filename ${base64(given)}` });
    expect((await uploader.store.list(10)).files).toMatchObject([{ name }]);
  });

  it('include uploads above the limit of unfinished ones', async () => {
    const [first] = await Promise.all([1, 2, 3].map(() => createUpload(uploader.url, 5)));
    expect((await post({ 'Upload-Length': '5' })).status).toBe(429);
    await patch(uploader.url, first!, 0, Buffer.from('hello'));
    expect((await post({ 'Upload-Length': '5' })).status).toBe(201);
  });

  it('include PATCH with an invalid offset or type, and uploads that do not exist', async () => {
    const path = await createUpload(uploader.url, 5);
    const body = Buffer.from('hello');
    for (const offset of ['-1', 'x', '1.5', '']) {
      expect((await patch(uploader.url, path, 0, body, { 'Upload-Offset': offset })).status).toBe(400);
    }
    expect((await patch(uploader.url, path, 0, body, { 'Content-Type': 'text/plain' })).status).toBe(415);
    for (const id of ['019a0000-0000-7000-8000-000000000000', '..%2ffiles', '%00', 'x'.repeat(3000)]) {
      expect((await patch(uploader.url, `/v1/uploads/${id}`, 0, body)).status).toBe(404);
      expect((await head(uploader.url, `/v1/uploads/${id}`)).status).toBe(404);
    }
    expect((await fetch(`${uploader.url}${path}`)).status).toBe(405);
  });
});

it('survives hundreds of aborted requests and closes their descriptors', async () => {
  const path = await createUpload(uploader.url, 1_000_000);
  await patch(uploader.url, path, 0, Buffer.from('x'));
  const before = await descriptors();
  for (let round = 0; round < 200; round += 1) {
    const headers = `Host: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: ${1 + (round % 3)}\r\nContent-Type: application/offset+octet-stream`;
    const socket = uploader.send(
      `PATCH ${path} HTTP/1.1\r\n${headers}\r\nContent-Length: 999999\r\n\r\n${'y'.repeat(round)}`,
    );
    await once(socket, 'connect');
    socket.destroy();
  }
  await vi.waitFor(async () => expect(await descriptors()).toBeLessThanOrEqual(before + 5), waitOptions);
  const offset = await offsetOf(uploader.url, path);
  const rest = Buffer.alloc(1_000_000 - offset, 'z');
  await vi.waitFor(async () => expect((await patch(uploader.url, path, offset, rest)).status).toBe(204), waitOptions);
  const { files } = await uploader.store.list(1);
  expect(await uploader.store.verify(files[0]!.id)).toMatchObject({ intact: true });
});
