import { describe, expect, it } from 'vitest';
import { draft, openApp, unknownId } from '../../test-support/app.ts';

/** Creates a note; returns its path and the ETags of its current and its previous state. */
async function openNote() {
  const { request } = await openApp({ STORE: 'memory' });
  const path = `/v1/notes/${unknownId}`;
  const before = (await request.put(path).send(draft)).headers['etag']!;
  const now = (await request.put(path).send({ ...draft, text: 'salt' })).headers['etag']!;
  return { request, path, before, now };
}

type Condition = readonly [string, (now: string, before: string) => string];
const holds: Condition[] = [
  ['the tag', (now: string) => now],
  ['a list that contains it', (now: string) => `"a,b", ,W/"x" ,${now}`],
  ['*', () => '*'],
];
const fails: [Condition, Condition, Condition] = [
  ['the tag of a previous state', (_: string, before: string) => before],
  ['the tag as a weak one', (now: string) => `W/${now}`],
  ['a tag that contains it', (now: string) => `"x${now.slice(1)}`],
];

describe('If-Match', () => {
  it.each(holds)('accepts PUT, DELETE and GET with %s', async (_, value) => {
    const { request, path, before, now } = await openNote();
    await request.get(path).set('If-Match', value(now, before)).expect(200);
    const { headers } = await request.put(path).set('If-Match', value(now, before)).send(draft).expect(200);
    await request.delete(path).set('If-Match', value(headers['etag']!, before)).expect(204);
  });

  it.each(fails)('rejects PUT, DELETE and GET with %s, and changes nothing', async (_, value) => {
    const { request, path, before, now } = await openNote();
    for (const method of ['put', 'delete', 'get'] as const) {
      const response = await request[method](path)
        .set('If-Match', value(now, before))
        .send(method === 'put' ? draft : undefined);
      expect(response.status).toBe(412);
      expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
    expect((await request.get(path)).headers['etag']).toBe(now);
  });

  it('rejects PUT when the note does not exist, even with *; GET and DELETE answer 404', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    const path = `/v1/notes/${unknownId}`;
    for (const value of ['*', '"1-x"']) {
      await request.put(path).set('If-Match', value).send(draft).expect(412);
      await request.delete(path).set('If-Match', value).expect(404);
      await request.get(path).set('If-Match', value).expect(404);
    }
    await request.get(path).expect(404);
  });
});

describe('If-None-Match', () => {
  it('* allows PUT to create a note but not to replace it', async () => {
    const { request } = await openApp({ STORE: 'memory' });
    const path = `/v1/notes/${unknownId}`;
    await request.put(path).set('If-None-Match', '*').send(draft).expect(201);
    await request
      .put(path)
      .set('If-None-Match', '*')
      .send({ ...draft, text: 'other' })
      .expect(412);
    expect((await request.get(path)).body).toMatchObject(draft);
  });

  it.each<Condition>([...holds, fails[1]])('answers GET and HEAD with 304 and the ETag for %s', async (_, value) => {
    const { request, path, before, now } = await openNote();
    const response = await request.get(path).set('If-None-Match', value(now, before)).expect(304);
    expect(response.headers).toMatchObject({ etag: now, 'cache-control': 'no-cache' });
    expect(response.text).toBe('');
    await request.head(path).set('If-None-Match', value(now, before)).expect(304);
  });

  it('answers GET with the note when it has another ETag', async () => {
    const { request, path, before } = await openNote();
    await request.get(path).set('If-None-Match', before).expect(200);
  });

  it('rejects PUT and DELETE of a note with that ETag', async () => {
    const { request, path, before, now } = await openNote();
    await request.put(path).set('If-None-Match', now).send(draft).expect(412);
    await request.delete(path).set('If-None-Match', now).expect(412);
    await request.delete(path).set('If-None-Match', before).expect(204);
  });
});

describe('a malformed precondition', () => {
  it.each(['', 'bare', '"open', '"a" "b"', '*, "a"', 'w/"a"', '"a";"b"', ','])(
    'is answered with 400: %j',
    async (value) => {
      const { request, path, now } = await openNote();
      for (const name of ['If-Match', 'If-None-Match']) {
        const response = await request.put(path).set(name, value).send(draft);
        expect([response.status, response.body.type]).toEqual([400, expect.stringMatching(/malformed-header$/)]);
      }
      expect((await request.get(path)).headers['etag']).toBe(now);
    },
  );
});

it('accepts exactly one of 50 replacements of the same state', async () => {
  const { request, path, now } = await openNote();
  const responses = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      request
        .put(path)
        .set('If-Match', now)
        .send({ title: 'x', text: `${n}` }),
    ),
  );
  expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200,
    ...Array<number>(49).fill(412),
  ]);
});

it('distinguishes a note that was created again from the deleted one', async () => {
  const { request, path, before } = await openNote();
  await request.delete(path).expect(204);
  const again = await request.put(path).send(draft).expect(201);
  expect(again.body).toMatchObject(draft);
  expect(again.headers['etag']).not.toBe(before);
  await request.put(path).set('If-Match', before).send(draft).expect(412);
});
