import type { Response } from 'supertest';
import { describe, expect, it } from 'vitest';
import { draft, openApp, unknownId } from '../../test-support/app.ts';

const path = `/v1/notes/${unknownId}`;

function expectProblem(response: Response, status: number, type: string) {
  expect([response.status, response.body.type]).toEqual([status, `https://persistence-lab.dev/problems/${type}`]);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  expect(response.body.instance).toBe(response.headers['x-request-id']);
  // Neither a stack nor a source path.
  expect(response.text).not.toMatch(/\\n +at |node_modules|\.ts\b/);
}

const encodeCursor = (text: string) => Buffer.from(text).toString('base64url');

const pointers = (response: Response) => response.body.errors?.map((error: { pointer: string }) => error.pointer);
const parameters = (response: Response) => response.body.errors?.map((error: { parameter: string }) => error.parameter);

describe('a body', () => {
  it.each(['{', '{"title":"a",}', 'title=a', "{'title':'a'}", '\u0000'])(
    'that is not JSON is rejected: %j',
    async (text) => {
      const { request } = await openApp({ STORE: 'memory' });
      const send = () => request.post('/v1/notes').type('json').send(text);
      expectProblem(await send(), 400, 'malformed-json');
      expectProblem(await request.put(path).type('json').send(text), 400, 'malformed-json');
    },
  );

  it.each([
    [{ title: 7, text: 'x' }, ['/title']],
    [{ title: 'a' }, ['/text']],
    [{ title: '', text: '' }, ['/title']],
    [{ title: 'x'.repeat(201), text: 'x'.repeat(100_001) }, ['/title', '/text']],
    [{ title: 'a', text: null }, ['/text']],
    [{ title: ['a'], text: { b: 1 } }, ['/title', '/text']],
    [{ ...draft, txt: 1, id: unknownId }, ['/txt', '/id']],
    [{ title: 'a\0', text: 'b\0' }, ['/title', '/text']],
    [{ title: 'a', text: '\ud83d' }, ['/text']],
    [[draft], ['']],
    ['text', ['']],
    [null, ['']],
  ])('that is not a note is rejected with the paths of its errors: %#', async (body, expected) => {
    const { request } = await openApp({ STORE: 'memory' });
    for (const send of [request.post('/v1/notes'), request.put(path)]) {
      const response = await send.type('json').send(JSON.stringify(body));
      expectProblem(response, 400, 'invalid-body');
      expect(pointers(response)).toEqual(expected);
    }
    expect((await request.get('/v1/notes')).body.notes).toEqual([]);
  });

  it('that is missing is rejected', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    expectProblem(await request.post('/v1/notes'), 400, 'invalid-body');
  });

  it('that is too large is rejected, and the next request succeeds', async () => {
    const { request } = await openApp({ STORE: 'memory', BODY_LIMIT: '10Ki' });
    const response = await request.post('/v1/notes').send({ title: 'a', text: 'x'.repeat(11_000) });
    expectProblem(response, 413, 'too-large');
    await request.post('/v1/notes').send(draft).expect(201);
  });

  it('may contain the largest note with every character escaped', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    const largest = `{"title":"a","text":"${'\\u8a9e'.repeat(100_000)}"}`;
    await request.post('/v1/notes').type('json').send(largest).expect(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonx'])(
    'of the type %s is rejected',
    async (type) => {
      const { request } = await openApp({ STORE: 'memory' });
      expectProblem(
        await request.post('/v1/notes').set('Content-Type', type).send('a=b'),
        415,
        'unsupported-media-type',
      );
    },
  );

  it('in another charset or encoding is rejected', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    const latin = request.post('/v1/notes').set('Content-Type', 'application/json; charset=iso-8859-1');
    expectProblem(await latin.send('{}'), 415, 'unsupported-charset');
    const packed = request.post('/v1/notes').type('json').set('Content-Encoding', 'gzip');
    expectProblem(await packed.send('{}'), 415, 'unsupported-encoding');
  });
});

describe('an id', () => {
  it.each(['1', 'abc', `${unknownId}0`, '0199b4a5-0000-0000-8000-00000000000g', '%2e%2e%2fetc', '%00', '*'])(
    'that is not a UUID is rejected: %s',
    async (id) => {
      const { request } = await openApp({ STORE: 'memory' });
      const responses = [
        await request.get(`/v1/notes/${id}`),
        await request.put(`/v1/notes/${id}`).send(draft),
        await request.delete(`/v1/notes/${id}`),
      ];
      for (const response of responses) {
        expectProblem(response, 400, 'invalid-parameters');
        expect(parameters(response)).toEqual(['id']);
      }
    },
  );

  it('without a note answers 404', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    expectProblem(await request.get(path), 404, 'not-found');
    expectProblem(await request.delete(path), 404, 'not-found');
  });

  it('that cannot be decoded is rejected', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    expectProblem(await request.get('/v1/notes/%ff'), 400, 'bad-request');
  });
});

describe('the query of the list', () => {
  it.each(['0', '501', '-1', '1.5', '1e2', 'ten', '', '0x10', '99999999999999999999'])(
    'rejects the limit %j',
    async (limit) => {
      const { request } = await openApp({ STORE: 'memory' });
      const response = await request.get(`/v1/notes?limit=${limit}`);
      expectProblem(response, 400, 'invalid-parameters');
      expect(parameters(response)).toEqual(['limit']);
    },
  );

  it.each([
    '',
    'x',
    'AAAA',
    '!!!!',
    '%00',
    encodeCursor('2026-01-01T00:00:00.000Z'),
    encodeCursor(`2026-02-31T00:00:00.000Z ${unknownId}x`),
    encodeCursor(`2026-13-01T00:00:00.000Z ${unknownId}`),
    encodeCursor(`2026-01-01T00:00:00.000Z ${unknownId.toUpperCase()}`),
    `${encodeCursor(`2026-01-01T00:00:00.000Z ${unknownId}`)}=`,
    encodeCursor(`2026-01-01T00:00:00.000Z ' OR 1=1 --`),
  ])('rejects the cursor %j', async (cursor) => {
    const { request } = await openApp({ STORE: 'memory' });
    const response = await request.get(`/v1/notes?cursor=${cursor}`);
    expectProblem(response, 400, 'invalid-parameters');
    expect(parameters(response)).toEqual(['cursor']);
  });

  it('rejects unknown and repeated parameters', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    expect(parameters(await request.get('/v1/notes?curser=x&limit=1&limit=2').expect(400))).toEqual([
      'limit',
      'curser',
    ]);
  });
});

describe('a method', () => {
  it.each([
    ['delete', '/v1/notes', 'GET, HEAD, POST'],
    ['put', '/v1/notes', 'GET, HEAD, POST'],
    ['post', path, 'DELETE, GET, HEAD, PUT'],
    ['patch', path, 'DELETE, GET, HEAD, PUT'],
    ['post', '/v1/storage', 'GET, HEAD'],
    ['delete', '/openapi.json', 'GET, HEAD'],
  ] as const)('%s of %s is not allowed, and Allow names the methods that are', async (method, url, allow) => {
    const { request } = await openApp({ STORE: 'memory' });
    const response = await request[method](url);
    expectProblem(response, 405, 'method-not-allowed');
    expect(response.headers['allow']).toBe(allow);
  });
});

it.each(['/', '/v1', '/v2/notes', '/v1/notes/a/b', '/v1//notes', '/..%2f..%2fetc/passwd'])(
  '%s is not found',
  async (url) => {
    const { request } = await openApp({ STORE: 'memory' });
    expectProblem(await request.get(url), 404, 'not-found');
  },
);

it('hides unexpected errors from the client', async () => {
  const { request } = await openApp({ STORE: 'memory' }, { list: () => Promise.reject(new TypeError('secret path')) });
  const response = await request.get('/v1/notes');
  expectProblem(response, 500, 'internal');
  expect(response.text).not.toContain('secret path');
});
