import { describe, expect, it } from 'vitest';
import { ApiError } from './transport.ts';
import { createNotesClient } from './notes-client.ts';

const note = {
  id: '0199b4a5-0000-7000-8000-000000000000',
  title: 'a',
  text: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  version: 1,
  writtenBy: 'pod-1',
};

/** Creates a client that records its requests and receives `responses` one by one. */
function createClient(...responses: Response[]) {
  const requests: { url: string; method?: string | undefined; headers: Record<string, string>; body: unknown }[] = [];
  const client = createNotesClient({
    baseUrl: 'http://cluster/proxy/',
    fetch: async (url, { method, headers, body }) => {
      requests.push({ url, method, headers: Object.fromEntries(new Headers(headers)), body });
      return responses.shift() ?? Response.error();
    },
  });
  return { client, requests };
}

describe('the notes client', () => {
  it('sends requests with the given fetch, below the path of its base URL', async () => {
    const { client, requests } = createClient(
      Response.json(note, { status: 201, headers: { etag: '"1"', 'served-by': 'pod-1' } }),
    );
    expect(await client.create({ title: 'a', text: '' })).toEqual({ note, etag: '"1"', servedBy: 'pod-1' });
    expect(requests).toEqual([
      {
        url: 'http://cluster/proxy/v1/notes',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"title":"a","text":""}',
      },
    ]);
  });

  it('sends conditions as headers and distinguishes creation from replacement', async () => {
    const { client, requests } = createClient(Response.json(note, { status: 201 }), Response.json(note));
    const draft = { title: 'a', text: '' };
    expect(await client.put(note.id, draft, { ifNew: true })).toMatchObject({ created: true });
    expect(await client.put(note.id, draft, { ifMatch: '"1"' })).toMatchObject({ created: false });
    expect(requests.map(({ headers }) => [headers['if-none-match'], headers['if-match']])).toEqual([
      ['*', undefined],
      [undefined, '"1"'],
    ]);
  });

  it('iterates over all pages', async () => {
    const { client, requests } = createClient(
      Response.json({ notes: [note], next: 'a+b' }),
      Response.json({ notes: [note], next: null }),
    );
    const notes = [];
    for await (const each of client.all(1)) notes.push(each);
    expect(notes).toEqual([note, note]);
    expect(requests.map(({ url }) => url)).toEqual([
      'http://cluster/proxy/v1/notes?limit=1',
      'http://cluster/proxy/v1/notes?limit=1&cursor=a%2Bb',
    ]);
  });

  it('throws the problem of an error response', async () => {
    const problem = { type: 'https://persistence-lab.dev/problems/not-found', title: 'Not found', status: 404 };
    const { client } = createClient(Response.json(problem, { status: 404 }));
    const error = await client.get(note.id).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 404, problem });
  });

  it('creates a problem from an error response of a proxy', async () => {
    const body = { kind: 'Status', status: 'Failure', message: 'no endpoints available' };
    const { client } = createClient(
      Response.json(body, { status: 503 }),
      new Response('<h1>Bad Gateway</h1>', { status: 502, statusText: 'Bad Gateway' }),
    );
    await expect(client.get(note.id)).rejects.toMatchObject({ status: 503, problem: { type: 'about:blank' } });
    await expect(client.delete(note.id)).rejects.toMatchObject({ status: 502, problem: { title: 'Bad Gateway' } });
  });

  it('rejects a response that does not match the schema', async () => {
    const { client } = createClient(Response.json({ ...note, version: 'one' }));
    await expect(client.get(note.id)).rejects.toThrow('version');
  });
});
