import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leaveBehind } from './fixtures/orphan.ts';
import type { LocalServer } from './local-server.ts';
import { processIdentity } from './process-identity.ts';
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

async function ask(...command: string[]): Promise<unknown> {
  const client = createClient({ url: server!.url, password: server!.password });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

test('finds no redis-server where there is none', async () => {
  expect(await findRedisServer(`${dir}::/nowhere`)).toBeUndefined();
  await expect(openRedis({ dir, program: join(dir, 'redis-server') })).rejects.toThrow('ENOENT');
});

const program = await findRedisServer();

describe('with a redis-server on PATH', () => {
  beforeEach(({ skip }) => skip(program === undefined, 'no redis-server on PATH (apt-get install redis-server)'));

  test('answers commands, and only with the password', async () => {
    server = await openRedis({ dir });
    expect(await ask('PING')).toBe('PONG');
    const socket = { reconnectStrategy: false } as const;
    const stranger = createClient({ url: server.url, password: 'wrong', socket });
    stranger.on('error', () => undefined);
    await expect(stranger.connect()).rejects.toThrow('WRONGPASS');
  });

  test('is made with the password that it is given, and keeps that', async () => {
    server = await openRedis({ dir, password: 'given' });
    await server.stop();
    server = await openRedis({ dir, password: 'another' });
    expect(server.password).toBe('given');
    expect(await ask('PING')).toBe('PONG');
  });

  test('has what was written after SIGKILL when every write is forced to the disk', async () => {
    server = await openRedis({ dir, appendfsync: 'always' });
    await ask('SET', 'kept', '7');
    await server.kill();
    await server.restart();
    expect(await ask('GET', 'kept')).toBe('7');
  });

  test('keeps nothing when it keeps no log', async () => {
    server = await openRedis({ dir, appendfsync: 'none' });
    await ask('SET', 'kept', '7');
    await server.stop();
    await server.restart();
    expect(await ask('GET', 'kept')).toBeNull();
  });

  test('ends the server that a killed process left behind, and goes on with its data', async () => {
    const orphan = await leaveBehind('redis', dir);
    server = {
      ...orphan,
      url: `redis://127.0.0.1:${orphan.port}`,
      kill: () => Promise.resolve(),
    } as unknown as LocalServer;
    await ask('SET', 'kept', '7');
    server = await openRedis({ dir });
    expect(await processIdentity(orphan.pid)).toBeUndefined();
    expect(await ask('GET', 'kept')).toBe('7');
  });

  test('says why it does not start', async () => {
    server = await openRedis({ dir: join(dir, 'first') });
    const second = openRedis({ dir: join(dir, 'second'), port: server.port });
    await expect(second).rejects.toThrow(/did not start on port \d+:[^]*in use/);
  });
});
