import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ApiError, type Note } from '@persistence-lab/api';
import { freePort } from '@persistence-lab/local-servers';
import { describe, expect, it, vi } from 'vitest';
import { draft, testFolder } from './test-support/app.ts';
import { runService, spawnService, startService } from './test-support/process.ts';

// Processes start slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

async function everyNote(client: { all(): AsyncIterable<Note> }): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  for await (const note of client.all()) notes.set(note.id, note);
  return notes;
}

describe('the process, on the file store', () => {
  it('has every acknowledged note after SIGKILL under load, as it was', async () => {
    const env = { DATA_DIR: await testFolder() };
    const acknowledged = new Map<string, Note>();
    let service = await startService(env);
    for (let round = 0; round < 3; round += 1) {
      const { client, end } = service;
      const goal = acknowledged.size + 150;
      const write = async (writer: number) => {
        for (let n = 0; ; n += 1) {
          const { note } = await client.create({ title: `${round}/${writer}`, text: `${n}\r\n😀`.repeat(20) });
          acknowledged.set(note.id, note);
        }
      };
      const writers = Array.from({ length: 8 }, (_, writer) => write(writer));
      const stopped = Promise.allSettled(writers);
      await vi.waitUntil(() => acknowledged.size >= goal, { timeout: 30_000, interval: 1 });
      expect(await end('SIGKILL')).toBe('SIGKILL');
      await stopped;
      service = await startService(env);
      const kept = await everyNote(service.client);
      expect([...acknowledged.values()].filter((note) => !kept.has(note.id))).toEqual([]);
      for (const [id, note] of acknowledged) expect(kept.get(id)).toEqual(note);
    }
  });

  it('goes on with versions, deletions and ETags where it was killed', async () => {
    const env = { DATA_DIR: await testFolder() };
    const before = await startService(env);
    const { note, etag } = await before.client.create(draft);
    const { note: gone } = await before.client.create(draft);
    await before.client.delete(gone.id);
    await before.end('SIGKILL');
    const { client } = await startService({ ...env, POD_NAME: 'pod-2' });
    expect(await client.get(note.id)).toEqual({ note, etag, servedBy: 'pod-2' });
    await expect(client.get(gone.id)).rejects.toMatchObject({ status: 404 });
    expect(await client.put(note.id, draft, { ifMatch: etag })).toMatchObject({
      note: { version: 2, writtenBy: 'pod-2' },
    });
  });

  it('ends with 0 on SIGTERM, having answered what was under way', async () => {
    const { client, url, end } = await startService({ DATA_DIR: await testFolder() });
    const writes = Promise.allSettled(Array.from({ length: 50 }, () => client.create(draft)));
    await (await fetch(`${url}/livez`)).text();
    expect(await end('SIGTERM')).toBe(0);
    // Whoever came too late for an answer was not let in at all.
    for (const result of await writes) {
      if (result.status === 'rejected') expect(result.reason).not.toBeInstanceOf(ApiError);
    }
  });
});

describe('the start of the process', () => {
  it('names every mistake of the environment in one message and exits with 78', async () => {
    const { code, output, errors } = await runService({
      PORT: 'http',
      STORE: 'paper',
      BODY_LIMIT: '1 megabyte',
      START_TIMEOUT: 'soon',
      FAULTS_ENABLED: 'perhaps',
      POSTGRES_PASSWORD_FILE: '/nowhere/password',
    });
    expect(code).toBe(78);
    expect(output).toBe('');
    const names = ['PORT', 'STORE', 'BODY_LIMIT', 'START_TIMEOUT', 'FAULTS_ENABLED', 'POSTGRES_PASSWORD'];
    for (const name of names) expect(errors).toMatch(new RegExp(`^ +${name}: `, 'm'));
    expect(errors).not.toMatch(/\n +at /);
  });

  it('asks for the address of the store that was chosen', async () => {
    const { code, errors } = await runService({ STORE: 'postgres' });
    expect(code).toBe(78);
    expect(errors).toContain('POSTGRES_URL');
    expect(errors).not.toContain('REDIS_URL');
  });

  it('gives up after START_TIMEOUT when its database does not come, and says so', async () => {
    const url = `postgres://postgres@127.0.0.1:${await freePort()}/postgres`;
    const { code, output } = await runService({ STORE: 'postgres', POSTGRES_URL: url, START_TIMEOUT: '500ms' });
    expect(code).toBe(1);
    expect(output).toContain('could not be reached within 0.5 s');
  });

  it('ends on a signal while it waits for its database', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const child = spawnService({ STORE: 'redis', REDIS_URL: url });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });
});

it('is short enough to be read from top to bottom, and decides nothing', async () => {
  const source = await readFile(fileURLToPath(new URL('main.ts', import.meta.url)), 'utf8');
  expect(source.split('\n').length).toBeLessThanOrEqual(40);
  expect(source).not.toMatch(/\bif\b|\?|\bswitch\b/);
});
