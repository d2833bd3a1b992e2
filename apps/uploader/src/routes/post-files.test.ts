import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createFilesClient } from '@persistence-lab/api';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { form, post, startUploader, type TestUploader } from '../test-support/app.ts';

// Tests are slow while others keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });
const waitOptions = { timeout: 30_000 };

let uploader: TestUploader;
beforeEach(async () => {
  uploader = await startUploader({ FILE_LIMIT: '2Mi' });
});
afterEach(() => uploader.stop());

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

async function expectNothingStored() {
  expect((await uploader.store.list(10)).files).toEqual([]);
  await vi.waitFor(async () => expect(await uploader.leftovers()).toEqual([]), waitOptions);
}

describe('POST /v1/files', () => {
  it('answers 201 with the file, its hash and its Location once it is stored', async () => {
    const content = randomBytes(1_500_000);
    const answer = await request(uploader.url)
      .post('/v1/files')
      .attach('file', content, { filename: 'holiday.jpg', contentType: 'image/jpeg' });
    expect(answer.status).toBe(201);
    const [file] = answer.body.files;
    expect(file).toMatchObject({ name: 'holiday.jpg', size: 1_500_000, type: 'image/jpeg', uploadedBy: 'pod-a' });
    expect(file.sha256).toBe(sha256(content));
    expect(answer.headers['location']).toBe(`/v1/files/${file.id}`);
    expect(await uploader.store.get(file.id)).toEqual(file);
  });

  it('stores several files in their order and ignores other fields', async () => {
    const answer = await request(uploader.url)
      .post('/v1/files')
      .field('comment', 'ignored')
      .attach('a', Buffer.from('one'), 'one.txt')
      .field('another', 'x')
      .attach('a', Buffer.alloc(0), 'empty.txt')
      .attach('b', randomBytes(1_000_000), 'three.bin');
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBeUndefined();
    expect(answer.body.files.map(({ name, size }: { name: string; size: number }) => [name, size])).toEqual([
      ['one.txt', 3],
      ['empty.txt', 0],
      ['three.bin', 1_000_000],
    ]);
  });

  it('accepts uploads of the typed client', async () => {
    const client = createFilesClient({ baseUrl: uploader.url });
    const [file] = await client.upload([{ name: 'água.txt', content: new Blob(['hello']) }]);
    expect(file).toMatchObject({ name: 'água.txt', size: 5 });
    expect(await client.verify(file!.id)).toMatchObject({ intact: true });
  });

  it('accepts a file of exactly the limit and refuses one with a byte more', async () => {
    const fits = await request(uploader.url)
      .post('/v1/files')
      .attach('f', Buffer.alloc(2 * 1024 ** 2), 'f');
    expect(fits.status).toBe(201);
    const refused = await request(uploader.url)
      .post('/v1/files')
      .attach('f', Buffer.alloc(2 * 1024 ** 2 + 1), 'f');
    expect(refused.status).toBe(413);
    expect(refused.body).toMatchObject({ type: expect.stringMatching(/too-large$/), limit: 2 * 1024 ** 2 });
    expect((await uploader.store.list(10)).files).toHaveLength(1);
    expect(await uploader.leftovers()).toEqual([]);
  });

  it('stores nothing of a request when one of its files is refused', async () => {
    const answer = await request(uploader.url)
      .post('/v1/files')
      .attach('f', Buffer.from('small'), 'small')
      .attach('f', Buffer.alloc(3 * 1024 ** 2), 'large');
    expect(answer.status).toBe(413);
    await expectNothingStored();
  });

  it('answers a refused request before its body is complete and keeps the connection usable', async () => {
    const body = `--XXX\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n${'x'.repeat(3 * 1024 ** 2)}`;
    const length = 1024 ** 3;
    const socket = uploader.send(
      `POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=XXX\r\nContent-Length: ${length}\r\n\r\n${body}`,
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
    await expectNothingStored();
  });
});

const named = (disposition: string) =>
  form([{ headers: `Content-Disposition: form-data; name="f"; ${disposition}`, body: 'hello' }]);

describe('names are data', () => {
  it.each([
    ['filename="../../../etc/passwd"', 'passwd'],
    ['filename="/etc/passwd"', 'passwd'],
    ['filename="C:\\\\Windows\\\\system.ini"', 'system.ini'],
    ['filename=".."', 'unnamed'],
    ['filename="CON"', 'CON'],
    ['filename="..%2f..%2fetc"', '..%2f..%2fetc'],
    ['filename="a b;c=d&e<f>.html"', 'a b;c=d&e<f>.html'],
    ["filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", 'passwd'],
    ["filename*=UTF-8''%E2%80%AEgpj.exe", '\u202egpj.exe'],
    ["filename*=utf-16le''%00%D8", '\ufffd'],
    ['filename="meta.json"', 'meta.json'],
  ])('%s is stored as %j, inside the data directory only', async (disposition, name) => {
    const answer = await uploader.raw(post(named(disposition)));
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    const { files } = await uploader.store.list(10);
    expect(files).toMatchObject([{ name, size: 5 }]);
    const download = await request(uploader.url).get(`/v1/files/${files[0]!.id}`);
    expect(download.status).toBe(200);
    expect(download.headers['content-disposition']).toMatch(
      /^attachment; filename="[^"/\\]*"(; filename\*=UTF-8''[^/\\;]*)?$/,
    );
  });

  it.each([
    ['a NUL', 'filename="a\0b"', 'malformed-form'],
    ['an encoded NUL', "filename*=UTF-8''a%00b", 'invalid-name'],
    ['a line break', "filename*=UTF-8''a%0d%0ab", 'invalid-name'],
    ['4,000 characters', `filename="${'x'.repeat(4000)}"`, 'invalid-name'],
    ['a header longer than any name', `filename="${'x'.repeat(40_000)}"`, 'malformed-form'],
  ])('refuses a name with %s', async (_, disposition, type) => {
    const answer = await uploader.raw(post(named(disposition)));
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain(`/problems/${type}"`);
    await expectNothingStored();
  });
});

describe('requests that are not forms with a file', () => {
  const part = { headers: 'Content-Disposition: form-data; name="f"; filename="f"', body: 'hello' };
  const multipart = 'Content-Type: multipart/form-data';

  it.each([
    ['no content type', post('hello', 'X-Nothing: x'), 415, 'unsupported-media-type'],
    ['another content type', post('{}', 'Content-Type: application/json'), 415, 'unsupported-media-type'],
    [
      'a form of another kind',
      post('a=b', 'Content-Type: application/x-www-form-urlencoded'),
      415,
      'unsupported-media-type',
    ],
    ['no boundary', post(form([part]), multipart), 400, 'malformed-form'],
    ['another boundary', post(form([part]), `${multipart}; boundary=YYY`), 400, 'malformed-form'],
    ['no last boundary', post(form([part]).slice(0, -7)), 400, 'malformed-form'],
    ['an empty body', post(''), 400, 'malformed-form'],
    ['no part', post('--XXX--\r\n'), 400, 'no-file'],
    ['a field only', post(form([{ headers: 'Content-Disposition: form-data; name="f"', body: 'x' }])), 400, 'no-file'],
    [
      'a file input without a selection',
      post(
        form([
          {
            headers: 'Content-Disposition: form-data; name="f"; filename=""\r\nContent-Type: application/octet-stream',
            body: '',
          },
        ]),
      ),
      400,
      'no-file',
    ],
    ['a part without a header', post(form([{ headers: 'X: y', body: 'x' }])), 400, 'no-file'],
    ['a broken header', post(form([{ headers: 'no colon', body: 'x' }])), 400, 'malformed-form'],
    ['too many files', post(form(Array.from({ length: 101 }, () => part))), 413, 'too-many-files'],
  ])('are refused: %s', async (_, sent, status, type) => {
    const answer = await uploader.raw(sent);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain(`/problems/${type}"`);
    expect(answer).not.toContain('    at ');
    await expectNothingStored();
    expect((await request(uploader.url).get('/livez')).status).toBe(200);
  });

  it('are answered with 405 for another method', async () => {
    const answer = await request(uploader.url).put('/v1/files');
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD, POST');
  });
});

describe('senders of incomplete bodies', () => {
  const beginning = `POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=XXX\r\nContent-Length: 1000000\r\n\r\n--XXX\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n${'x'.repeat(500_000)}`;

  it('leave nothing behind when they disconnect', async () => {
    const sockets = Array.from({ length: 50 }, () => uploader.send(beginning));
    await vi.waitFor(async () => expect((await uploader.leftovers()).length).toBeGreaterThanOrEqual(50), waitOptions);
    for (const socket of sockets) socket.destroy();
    await expectNothingStored();
  });

  it('are answered with 408 when they stall', async () => {
    await uploader.stop();
    uploader = await startUploader({ STALL_TIMEOUT: '50ms' });
    const socket = uploader.send(beginning);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 408 /);
    socket.destroy();
    await expectNothingStored();
  });
});
