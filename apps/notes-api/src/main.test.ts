import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ApiError, type Note } from '@persistence-lab/api';
import { freePort } from '@persistence-lab/local-servers';
import { describe, expect, it, vi } from 'vitest';
import { draft, testFolder } from './test-support/app.ts';
import { runService, spawnService, startService } from './test-support/process.ts';

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

async function readAllNotes(client: { all(): AsyncIterable<Note> }): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  for await (const note of client.all()) notes.set(note.id, note);
  return notes;
}

describe('the process, on the file store', () => {
  it('has every acknowledged note unchanged after SIGKILL under load', async () => {
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
      const stored = await readAllNotes(service.client);
      expect([...acknowledged.values()].filter((note) => !stored.has(note.id))).toEqual([]);
      for (const [id, note] of acknowledged) expect(stored.get(id)).toEqual(note);
    }
  });

  it('continues versions, deletions and ETags after SIGKILL', async () => {
    const env = { DATA_DIR: await testFolder() };
    const before = await startService(env);
    const { note, etag } = await before.client.create(draft);
    const { note: deleted } = await before.client.create(draft);
    await before.client.delete(deleted.id);
    await before.end('SIGKILL');
    const { client } = await startService({ ...env, POD_NAME: 'pod-2' });
    expect(await client.get(note.id)).toEqual({ note, etag, servedBy: 'pod-2' });
    await expect(client.get(deleted.id)).rejects.toMatchObject({ status: 404 });
    expect(await client.put(note.id, draft, { ifMatch: etag })).toMatchObject({
      note: { version: 2, writtenBy: 'pod-2' },
    });
  });

  it('exits with 0 on SIGTERM after answering the requests in progress', async () => {
    const { client, url, end } = await startService({ DATA_DIR: await testFolder() });
    const writes = Promise.allSettled(Array.from({ length: 50 }, () => client.create(draft)));
    await (await fetch(`${url}/livez`)).text();
    expect(await end('SIGTERM')).toBe(0);
    // A request that came too late was refused at the connection, not answered with an error.
    for (const result of await writes) {
      if (result.status === 'rejected') expect(result.reason).not.toBeInstanceOf(ApiError);
    }
  });
});

describe('the start of the process', () => {
  it('reports every configuration error at once and exits with 78', async () => {
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

  it('requires the URL of the chosen store', async () => {
    const { code, errors } = await runService({ STORE: 'postgres' });
    expect(code).toBe(78);
    expect(errors).toContain('POSTGRES_URL');
    expect(errors).not.toContain('REDIS_URL');
  });

  it('exits with 1 and a message when the database is not reachable within START_TIMEOUT', async () => {
    const url = `postgres://postgres@127.0.0.1:${await freePort()}/postgres`;
    const { code, output } = await runService({ STORE: 'postgres', POSTGRES_URL: url, START_TIMEOUT: '500ms' });
    expect(code).toBe(1);
    expect(output).toContain('could not be reached within 0.5 s');
  });

  it('exits with 0 on a signal while it waits for the database', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const child = spawnService({ STORE: 'redis', REDIS_URL: url });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });
});

it('is at most 40 lines long and has no branches', async () => {
  const source = await readFile(fileURLToPath(new URL('main.ts', import.meta.url)), 'utf8');
  expect(source.split('\n').length).toBeLessThanOrEqual(40);
  expect(source).not.toMatch(/\bif\b|\?|\bswitch\b/);
});
