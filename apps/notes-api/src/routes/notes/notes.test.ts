import { storeNames } from '../../stores/store.ts';
import { describe, expect, it } from 'vitest';
import { draft, openApp, unknownId } from '../../test-support/app.ts';

const inProcess = storeNames.filter((name) => name === 'memory' || name === 'file');

describe.each(inProcess)('/v1/notes on the %s store', (STORE) => {
  const open = () => openApp({ STORE });

  it('POST stores a note and returns its Location and ETag', async () => {
    const { request } = await open();
    const response = await request.post('/v1/notes').send(draft).expect(201);
    expect(response.body).toMatchObject({ ...draft, version: 1, writtenBy: 'pod-1' });
    expect(response.headers).toMatchObject({
      location: `/v1/notes/${response.body.id}`,
      etag: expect.stringMatching(/^"1-[\w-]{22}"$/),
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      'served-by': 'pod-1',
    });
    const read = await request.get(response.headers['location']!).expect(200);
    expect(read.body).toEqual(response.body);
    expect(read.headers['etag']).toBe(response.headers['etag']);
  });

  it('returns text byte for byte', async () => {
    const { request } = await open();
    const awkward = { title: ' 😀 ', text: '\ufeff\r\n\u2028"\\ \u0001 e\u0301 ' };
    const { body } = await request.post('/v1/notes').send(awkward).expect(201);
    expect((await request.get(`/v1/notes/${body.id}`)).body).toMatchObject(awkward);
  });

  it('PUT creates a note under the id of the client, then replaces it, and can be repeated', async () => {
    const { request } = await open();
    const created = await request.put(`/v1/notes/${unknownId}`).send(draft).expect(201);
    expect(created.headers['location']).toBe(`/v1/notes/${unknownId}`);
    const replaced = await request.put(`/v1/notes/${unknownId}`).send(draft).expect(200);
    expect(replaced.body).toMatchObject({ id: unknownId, version: 2, createdAt: created.body.createdAt });
    expect(replaced.headers).not.toHaveProperty('location');
    expect(replaced.headers['etag']).not.toBe(created.headers['etag']);
  });

  it('treats ids as case-insensitive', async () => {
    const { request } = await open();
    const { body } = await request.put(`/v1/notes/${unknownId.toUpperCase()}`).send(draft).expect(201);
    expect(body.id).toBe(unknownId);
    await request.get(`/v1/notes/${unknownId}`).expect(200);
  });

  it('HEAD returns the headers of GET without the body', async () => {
    const { request } = await open();
    const { headers } = await request.post('/v1/notes').send(draft);
    const get = await request.get(headers['location']!);
    const head = await request.head(headers['location']!).expect(200);
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control']) {
      expect(head.headers[name]).toBe(get.headers[name]);
    }
    expect(head.text).toBeUndefined();
  });

  it('DELETE removes a note, which then answers 404', async () => {
    const { request } = await open();
    const { headers } = await request.post('/v1/notes').send(draft);
    const deleted = await request.delete(headers['location']!).expect(204);
    expect(deleted.text).toBe('');
    for (const method of ['get', 'head', 'delete'] as const) await request[method](headers['location']!).expect(404);
  });

  it('lists notes by page, newest first, with a link to the next page', async () => {
    const { request } = await open();
    for (const text of ['1', '2', '3']) await request.post('/v1/notes').send({ title: 'note', text });
    const first = await request.get('/v1/notes?limit=2').expect(200);
    expect(first.body.notes.map((note: { text: string }) => note.text)).toEqual(['3', '2']);
    expect(first.headers['link']).toBe(`</v1/notes?limit=2&cursor=${first.body.next}>; rel="next"`);
    expect(first.headers['cache-control']).toBe('no-store');
    const [, next] = /<(.*)>/.exec(first.headers['link']!) ?? [];
    const last = await request.get(next!).expect(200);
    expect(last.body).toMatchObject({ notes: [{ text: '1' }], next: null });
    expect(last.headers).not.toHaveProperty('link');
  });

  it('returns 50 notes per page by default, and 500 at most', async () => {
    const { request, store } = await open();
    await Promise.all(Array.from({ length: 501 }, () => store.create(draft)));
    expect((await request.get('/v1/notes')).body.notes).toHaveLength(50);
    expect((await request.get('/v1/notes?limit=500')).body.notes).toHaveLength(500);
  });
});
