import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOrphan } from './test-support/orphan.ts';
import type { LocalServer } from './local-server.ts';
import { processIdentity } from './process/process-identity.ts';
import { findRedisServer, openRedis } from './redis.ts';

let dir: string;
let server: LocalServer | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'local-redis-'));
});

afterEach(async () => {
  await server?.kill();
  server = undefined;
  await rm(dir, { recursive: true });
});

async function send(...command: string[]): Promise<unknown> {
  const client = createClient({ url: server!.url, password: server!.password });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

test('returns undefined when no redis-server is on PATH', async () => {
  expect(await findRedisServer(`${dir}::/nowhere`)).toBeUndefined();
  await expect(openRedis({ dir, program: join(dir, 'redis-server') })).rejects.toThrow('ENOENT');
});

const program = await findRedisServer();

describe('with a redis-server on PATH', () => {
  beforeEach(({ skip }) => skip(program === undefined, 'no redis-server on PATH (apt-get install redis-server)'));

  test('answers commands only with the password', async () => {
    server = await openRedis({ dir });
    expect(await send('PING')).toBe('PONG');
    const socket = { reconnectStrategy: false } as const;
    const unauthorized = createClient({ url: server.url, password: 'wrong', socket });
    unauthorized.on('error', () => undefined);
    await expect(unauthorized.connect()).rejects.toThrow('WRONGPASS');
  });

  test('is created with the given password and keeps it', async () => {
    server = await openRedis({ dir, password: 'given' });
    await server.stop();
    server = await openRedis({ dir, password: 'another' });
    expect(server.password).toBe('given');
    expect(await send('PING')).toBe('PONG');
  });

  test('keeps every write after SIGKILL when each write is synced', async () => {
    server = await openRedis({ dir, appendfsync: 'always' });
    await send('SET', 'kept', '7');
    await server.kill();
    await server.restart();
    expect(await send('GET', 'kept')).toBe('7');
  });

  test('keeps nothing without a log', async () => {
    server = await openRedis({ dir, appendfsync: 'none' });
    await send('SET', 'kept', '7');
    await server.stop();
    await server.restart();
    expect(await send('GET', 'kept')).toBeNull();
  });

  test('stops an orphaned server and continues with its data', async () => {
    const orphan = await startOrphan('redis', dir);
    server = {
      ...orphan,
      url: `redis://127.0.0.1:${orphan.port}`,
      kill: () => Promise.resolve(),
    } as unknown as LocalServer;
    await send('SET', 'kept', '7');
    server = await openRedis({ dir });
    expect(await processIdentity(orphan.pid)).toBeUndefined();
    expect(await send('GET', 'kept')).toBe('7');
  });

  test('reports why it does not start', async () => {
    server = await openRedis({ dir: join(dir, 'first') });
    const second = openRedis({ dir: join(dir, 'second'), port: server.port });
    await expect(second).rejects.toThrow(/did not start on port \d+:[^]*in use/);
  });
});
