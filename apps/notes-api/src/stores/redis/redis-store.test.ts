import { mkdir, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Appendfsync, findRedisServer, type LocalServer, openRedis } from '@persistence-lab/local-servers';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { allPages, createTestAuthor } from '../contract/harness.ts';
import { openRedisStore, type RedisStoreOptions } from './redis-store.ts';
import {
  createTestLog,
  expectAllStored,
  failureOf,
  smallDisk,
  untilReady,
  writeUntilCrash,
} from '../../test-support/database.ts';
import { describeStoreContract } from '../contract/store-contract.ts';
import type { NotesStore } from '../store.ts';

const draft = { title: 'a', text: 'b' };
// Servers start, recover and write to disk, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;
let server: LocalServer;
let stores: NotesStore[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'notes-redis-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

/** Starts a server for the tests of this block, and empties it after each of them. */
function useServer(appendfsync: Appendfsync): void {
  beforeAll(async () => {
    server = await openRedis({ dir: join(dir, appendfsync), appendfsync });
  });
  afterEach(async () => void (await command('FLUSHALL')));
  afterAll(() => server.stop());
}

async function open(options: Partial<RedisStoreOptions> = {}): Promise<NotesStore> {
  const { url, password } = server;
  const defaults = { url, password, author: createTestAuthor(), startTimeout: 30_000, logger: createTestLog() };
  const store = await openRedisStore({ ...defaults, ...options });
  stores.push(store);
  return store;
}

/** Sends a command on a separate connection. */
async function command(...words: string[]): Promise<unknown> {
  const client = createClient({ url: server.url, password: server.password });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}

/** Runs `during` while the server is down, and restarts it in any case, so that a failure does not affect later tests. */
async function whileDown<T>(method: 'stop' | 'kill', during: () => Promise<T>): Promise<T> {
  await server[method]();
  try {
    return await during();
  } finally {
    await server.restart();
  }
}

describe.skipIf(!(await findRedisServer()))('with a redis-server on PATH (apt-get install redis-server)', () => {
  describe('appendfsync always', () => {
    useServer('always');

    describeStoreContract('redis', { reopens: true, shares: true, serializes: true }, async () => ({
      open: (author) => open({ author }),
      dispose: async () => void (await command('FLUSHALL')),
    }));

    it('rejects text that UTF-8 cannot encode, and keeps working', async () => {
      const store = await open();
      await expect(store.create({ title: 'a', text: 'half \ud83d' })).rejects.toMatchObject({ code: 'invalid' });
      await expect(store.put(uuidv7(), { title: '\udc00', text: '' })).rejects.toMatchObject({ code: 'invalid' });
      expect(await store.create({ title: 'a', text: '\0' })).toMatchObject({ text: '\0' });
    });

    it('rejects with corrupt when a field is missing or the value is not a note', async () => {
      const store = await open();
      const [torn, other] = [await store.create(draft), await store.create(draft)];
      await command('HDEL', `note:${torn.id}`, 'text');
      await command('SET', `note:${other.id}`, 'something else');
      await expect(store.get(torn.id)).rejects.toMatchObject({ code: 'corrupt' });
      await expect(store.get(other.id)).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('has every acknowledged note after a SIGKILL under load, and recovers', async () => {
      const logger = createTestLog();
      const store = await open({ logger });
      const { acknowledged, errors } = await writeUntilCrash(store, 500, () => server.kill());
      await whileDown('kill', () => expect(store.ready()).rejects.toMatchObject({ code: 'unavailable' }));
      expect(errors).toHaveLength(16);
      for (const error of errors) expect(error).toMatchObject({ name: 'StorageError', code: 'unavailable' });
      await untilReady(store);
      await expectAllStored(store, acknowledged);
      expect(await store.create(draft)).toMatchObject(draft);
      expect(logger.lines.join()).not.toContain(server.password);
    });

    it('has both the note and its index entry or neither, wherever the log is cut off', async () => {
      const store = await open();
      const stored = await store.create({ title: 'stored', text: '' });
      const { file, size: from } = await appendOnlyFile();
      await store.create({ title: 'torn', text: '' });
      const { size: to } = await appendOnlyFile();
      for (const end of [from + 1, from + 20, Math.trunc((from + to) / 2), to - 40, to - 1]) {
        await whileDown('stop', () => truncate(file, end));
        await untilReady(store);
        expect(await allPages(store)).toEqual([stored]);
        expect(await command('KEYS', 'note:*')).toEqual([`note:${stored.id}`]);
        await command('DEL', 'notes:heartbeat');
        await store.create({ title: 'torn', text: '' });
      }
    });

    it('rejects at once without a connection, and sends nothing later', async () => {
      const store = await open();
      const id = uuidv7();
      await whileDown('kill', async () => {
        await vi.waitFor(() => expect(store.ready()).rejects.toThrow('no connection to Redis'));
        for (const change of [store.put(id, draft), store.create(draft)]) {
          const { code, message } = await failureOf(change);
          expect([code, message]).toEqual(['unavailable', expect.stringContaining('no connection to Redis')]);
        }
      });
      await untilReady(store);
      expect(await allPages(store)).toEqual([]);
      await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('times out on an unresponsive server, and reconnects when it responds again', async () => {
      const store = await open({ requestTimeout: 200 });
      process.kill(server.pid(), 'SIGSTOP');
      const { code, message, inspected } = await failureOf(store.create(draft));
      process.kill(server.pid(), 'SIGCONT');
      expect(code).toBe('unavailable');
      expect(message).toContain('no reply within 200 ms; the outcome of the change is unknown');
      expect(inspected).not.toContain(server.password);
      await untilReady(store);
      expect(await store.create(draft)).toMatchObject(draft);
    });

    it('closes while the server is down', async () => {
      const store = await open();
      await whileDown('kill', () => store.close());
    });

    describe('start', () => {
      it.each([
        ['a wrong password', { password: 'wr0ng-secret' }, 'WRONGPASS'],
        ['no password', { password: undefined }, 'NOAUTH'],
        ['an unknown database', { url: 'redis://HOST/99' }, 'DB index is out of range'],
        ['a database that is not a number', { url: 'redis://HOST/notes' }, 'must be a number'],
        ['an invalid URL', { url: 'redis//:wr0ng-secret@' }, 'is not a URL'],
      ])('rejects at once when a retry cannot succeed: %s', async (_, options, reason) => {
        const logger = createTestLog();
        const url = (options as { url?: string }).url?.replace('HOST', new URL(server.url).host) ?? server.url;
        const { code, message, inspected } = await failureOf(open({ ...options, url, logger }));
        expect(code).toBe('invalid');
        expect(message).toContain(reason);
        expect(logger.lines.filter((line) => line.includes('waiting'))).toEqual([]);
        expect(inspected).not.toContain(server.password);
        expect(inspected).not.toContain('wr0ng-secret');
      });

      it('waits for a server that starts later, and logs its address', async () => {
        const logger = createTestLog();
        const opening = await whileDown('stop', async () => {
          const store = open({ logger });
          await vi.waitFor(() => expect(logger.lines.join()).toContain('waiting for Redis at redis://127.0.0.1'));
          return { store };
        });
        await (await opening.store).ready();
        expect(logger.lines.join()).not.toContain(server.password);
      });

      it('gives up after the start timeout', async () => {
        const { code, message } = await whileDown('stop', () => failureOf(open({ startTimeout: 500 })));
        expect(code).toBe('unavailable');
        expect(message).toMatch(/could not be reached within 0.5 s: .*ECONNREFUSED/);
      });
    });

    describe('when the server rejects changes', () => {
      it('rejects changes with no-space at the memory limit, and still reads', async () => {
        const store = await open();
        const note = await store.create(draft);
        await command('CONFIG', 'SET', 'maxmemory', '1');
        const failure = await failureOf(store.create(draft));
        await expect(store.ready()).rejects.toMatchObject({ code: 'no-space' });
        expect(await store.get(note.id)).toEqual(note);
        await command('CONFIG', 'SET', 'maxmemory', '0');
        expect(failure).toMatchObject({ code: 'no-space', message: expect.stringContaining('OOM') as string });
        expect(await allPages(store)).toEqual([note]);
      });

      it('is unavailable while the server is a read-only replica', async () => {
        const store = await open();
        await command('REPLICAOF', '127.0.0.1', '1');
        const { code, message } = await failureOf(store.create(draft));
        await expect(store.ready()).rejects.toMatchObject({ code: 'unavailable' });
        await command('REPLICAOF', 'NO', 'ONE');
        expect([code, message]).toEqual(['unavailable', expect.stringContaining('READONLY')]);
        expect(message).not.toContain('unknown');
        await store.ready();
      });

      it('is unavailable while the server cannot write snapshots', async () => {
        const store = await open();
        await mkdir(join(dir, 'always', 'dump.rdb')); // blocks the snapshot file
        await command('CONFIG', 'SET', 'save', '3600 1');
        await command('BGSAVE');
        await vi.waitFor(async () => expect(await command('INFO', 'persistence')).toContain('last_bgsave_status:err'));
        const { code, message } = await failureOf(store.create(draft));
        await command('CONFIG', 'SET', 'save', '');
        await rm(join(dir, 'always', 'dump.rdb'), { recursive: true });
        expect([code, message]).toEqual(['unavailable', expect.stringContaining('MISCONF')]);
        await store.ready();
      });
    });

    it('reports the durability settings from INFO when CONFIG is forbidden', async () => {
      await command('ACL', 'SETUSER', 'notes', 'on', '>pass word/%41', '~*', '&*', '+@all', '-config');
      const url = server.url.replace('redis://', 'redis://notes@');
      const store = await open({ url, password: 'pass word/%41' });
      expect(await store.describe()).toMatchObject({
        acknowledgement: 'appendonly=yes, appendfsync unknown',
        location: `redis://127.0.0.1:${server.port}`,
      });
    });
  });

  describe.skipIf(!smallDisk)('on a full disk (needs root, to mount a small one)', () => {
    it('rejects changes with no-space, keeps the stored notes, and recovers when space is available', async () => {
      const disk = await smallDisk!(join(dir, 'small'), 3);
      server = await openRedis({ dir: disk.folder, appendfsync: 'everysec' });
      const store = await open();
      const { acknowledged, errors } = await writeUntilCrash(store, Infinity, async () => {});
      for (const error of errors) expect(error).toMatchObject({ code: 'no-space' });
      await expect(store.ready()).rejects.toMatchObject({ code: 'no-space' });
      expect(await store.get(acknowledged[0]?.id ?? '')).toEqual(acknowledged[0]);
      disk.grow();
      await untilReady(store);
      expect(await store.create(draft)).toMatchObject(draft);
      await store.close();
      await server.stop();
    });
  });

  describe.each([
    ['always', 'appendonly=yes, appendfsync=always, save=""'],
    ['everysec', 'appendonly=yes, appendfsync=everysec, save=""'],
    ['none', 'appendonly=no, save=""'],
  ] as const)('appendfsync %s', (appendfsync, acknowledgement) => {
    useServer(appendfsync);

    it('reports the durability settings and the address of the server', async () => {
      const location = `redis://127.0.0.1:${server.port}`;
      expect(await (await open()).describe()).toMatchObject({ acknowledgement, location });
    });
  });
});

async function appendOnlyFile(): Promise<{ file: string; size: number }> {
  const folder = join(dir, 'always', 'appendonlydir');
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.incr.aof')) ?? '';
  const file = join(folder, name);
  return { file, size: (await readFile(file)).length };
}
