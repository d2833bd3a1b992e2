import { ApiError, createNotesClient, type Note } from '@persistence-lab/api';
import { findRedisServer, type LocalServer, openPostgres, openRedis } from '@persistence-lab/local-servers';
import { listen } from '@persistence-lab/service';
import { expect, it, onTestFinished, vi } from 'vitest';
import { draft, openApp, testFolder } from '../test-support/app.ts';

// Servers start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

it('answers 503 when Postgres is killed during requests, recovers, and has every acknowledged note', async () => {
  const server = await openPostgres({ dir: await testFolder() });
  onTestFinished(() => server.stop());
  const env = { STORE: 'postgres', POSTGRES_URL: server.url, POSTGRES_PASSWORD: server.password };
  await expectRecovery(server, env);
});

it('answers 503 when Redis is killed during requests, recovers, and has every acknowledged note', async ({ skip }) => {
  if (!(await findRedisServer())) skip('redis-server is not installed');
  const server = await openRedis({ dir: await testFolder(), appendfsync: 'always' });
  onTestFinished(() => server.stop());
  await expectRecovery(server, { STORE: 'redis', REDIS_URL: server.url, REDIS_PASSWORD: server.password });
});

async function expectRecovery(server: LocalServer, env: Record<string, string>): Promise<void> {
  const { app, request } = await openApp(env);
  const http = await listen(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => void http.close());
  const { port } = http.address() as { port: number };
  const client = createNotesClient({ baseUrl: `http://127.0.0.1:${port}` });

  const acknowledged: Note[] = [];
  const writers = Array.from({ length: 16 }, () => writeUntilError(client, acknowledged));
  await vi.waitUntil(() => acknowledged.length >= 100, { timeout: 60_000, interval: 1 });
  await server.kill();
  for (const error of await Promise.all(writers)) {
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 503, problem: { type: expect.stringMatching(/unavailable$/) } });
    expect(JSON.stringify((error as ApiError).problem)).not.toMatch(/127\.0\.0\.1|ECONN|node_modules/);
  }
  await request.get('/readyz').expect(503);
  await request.get('/livez').expect(200);
  await request.get('/v1/notes').expect(503);

  await server.restart();
  await vi.waitFor(() => request.get('/readyz').expect(200), { timeout: 60_000, interval: 50 });
  for (const note of acknowledged) expect((await client.get(note.id)).note).toEqual(note);
  await client.create(draft);
}

async function writeUntilError(client: ReturnType<typeof createNotesClient>, acknowledged: Note[]): Promise<unknown> {
  for (;;) {
    try {
      acknowledged.push((await client.create(draft)).note);
    } catch (error) {
      return error;
    }
  }
}
