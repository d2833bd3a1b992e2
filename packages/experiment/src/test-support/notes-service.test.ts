import { ApiError, createNotesClient, type Note } from '@persistence-lab/api';
import { describe, expect, it } from 'vitest';
import { createDisk } from './disk.ts';
import { createNotesService } from './notes-service.ts';

const open = () => createNotesClient({ baseUrl: 'http://double', fetch: createNotesService(createDisk()) });
const draft = { title: 'a', text: 'x' };

describe('the simulated notes API', () => {
  it('stores notes under its own id or the id of the client', async () => {
    const client = open();
    const { note } = await client.create(draft);
    expect((await client.get(note.id)).note).toEqual(note);
    const id = '0199b4a5-0000-7000-8000-000000000000';
    expect(await client.put(id, draft)).toMatchObject({ created: true, note: { id, version: 1 } });
    expect(await client.put(id, draft)).toMatchObject({ created: false, note: { id, version: 2 } });
  });

  it('answers 404 for a deleted note', async () => {
    const client = open();
    const { note } = await client.create(draft);
    await client.delete(note.id);
    for (const request of [client.get(note.id), client.delete(note.id)])
      await expect(request).rejects.toMatchObject({
        status: 404,
        problem: { type: expect.stringMatching(/not-found$/) },
      });
  });

  it('lists newest first, each note once, in pages of up to 500', async () => {
    const client = open();
    const written: Note[] = [];
    for (let n = 0; n < 7; n++) written.push((await client.create({ title: 'a', text: `${n}` })).note);
    const listed: Note[] = [];
    for await (const note of client.all(3)) listed.push(note);
    expect(listed).toEqual(written.toReversed());
    await expect(client.list({ limit: 501 })).rejects.toMatchObject({ status: 400 });
  });

  it('rejects an invalid note, an unknown method and an unknown path', async () => {
    const fetch = createNotesService(createDisk());
    await expect(open().create({ title: '', text: 'x' })).rejects.toBeInstanceOf(ApiError);
    expect((await fetch('/v1/notes', { method: 'PUT' })).status).toBe(405);
    expect((await fetch('/v1/files')).status).toBe(404);
    expect((await fetch('/readyz')).status).toBe(200);
  });

  it('does not answer an aborted request', async () => {
    const fetch = createNotesService(createDisk());
    await expect(fetch('/v1/notes', { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
