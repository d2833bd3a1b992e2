import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, openPostgres } from '@persistence-lab/local-servers';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { requireVersion } from '../contract/harness.ts';
import { openPostgresStore, type PostgresStoreOptions } from './postgres-store.ts';
import {
  createTestLog,
  expectAllStored,
  failureOf,
  smallDisk,
  untilReady,
  writeUntilCrash,
} from '../../test-support/database.ts';
import { createTestAuthor, describeStoreContract } from '../contract/store-contract.ts';
import type { NotesStore } from '../store.ts';

// Servers start, recover and write to the disk here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;
let server: LocalServer;
let databases = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'notes-postgres-'));
  server = await openPostgres({ dir });
});

afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

/** A connection of the test's own. */
async function connect(database = 'postgres'): Promise<Client> {
  const { hostname: host, port } = new URL(server.url);
  const client = new Client({ host, port: Number(port), user: 'postgres', password: server.password, database });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function run(sql: string, database?: string): Promise<Record<string, unknown>[]> {
  const client = await connect(database);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Ends the server, and starts it again whatever happens, so that one failure is not the failure of all tests after it. */
async function whileGone<T>(how: 'stop' | 'kill', during: () => Promise<T>): Promise<T> {
  await server[how]();
  try {
    return await during();
  } finally {
    await server.restart();
  }
}

async function createDatabase() {
  const name = `notes_${(databases += 1)}`;
  await run(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const open = (options: Partial<PostgresStoreOptions> = {}) =>
    openPostgresStore({
      url,
      password: server.password,
      author: createTestAuthor(),
      startTimeout: 30_000,
      logger: createTestLog(),
      ...options,
    });
  return { name, url, open, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}

describe('in one database', () => {
  // Emptied rather than made anew for each test: CREATE and DROP DATABASE each force a checkpoint.
  let shared: Awaited<ReturnType<typeof createDatabase>>;
  beforeAll(async () => {
    shared = await createDatabase();
    await (await shared.open()).close();
  });

  describeStoreContract('postgres', { reopens: true, shares: true, serializes: true }, async () => ({
    open: (author) => shared.open({ author }),
    dispose: async () => void (await run('TRUNCATE notes', shared.name)),
  }));
});

describe('postgres store', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let stores: NotesStore[];
  const draft = { title: 'a', text: 'b' };
  const open = async (options?: Partial<PostgresStoreOptions>) => {
    const store = await database.open(options);
    stores.push(store);
    return store;
  };

  beforeEach(async () => {
    stores = [];
    database = await createDatabase();
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  /** Holds the note's row, so that whoever wants to change it waits; resolves to the way to let it go. */
  const holdRow = async (id: string) => {
    const client = await connect(database.name);
    await client.query('BEGIN');
    await client.query('SELECT FROM notes WHERE id = $1 FOR UPDATE', [id]);
    const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = '${database.name}' AND wait_event_type = 'Lock'`;
    return {
      query: (text: string, values?: unknown[]) => client.query(text, values),
      waiter: () =>
        vi.waitFor(async () => {
          const [row] = await run(waiting);
          expect(row).toBeDefined();
          return row?.['pid'] as number;
        }),
      release: async () => {
        await client.query('COMMIT');
        await client.end();
      },
    };
  };

  it('keeps milliseconds as they are', async () => {
    const author = createTestAuthor('pod-1', Date.parse('2026-02-28T23:59:59.987Z'));
    const store = await open({ author });
    const note = await store.create(draft);
    author.tick(2);
    const { note: replaced } = await store.put(note.id, draft);
    expect(await store.get(note.id)).toEqual(replaced);
    expect(replaced).toMatchObject({ createdAt: '2026-02-28T23:59:59.987Z', updatedAt: '2026-02-28T23:59:59.989Z' });
  });

  it('refuses what Postgres could only keep changed, or not at all, and goes on', async () => {
    const store = await open();
    await expect(store.create({ title: 'a', text: 'half \ud83d' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.put(uuidv7(), { title: '\udc00', text: '' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.create({ title: 'a', text: '\0' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.get('no-uuid')).rejects.toMatchObject({ code: 'invalid' });
    expect(await store.create(draft)).toMatchObject(draft);
  });

  it('decides again when the note is another one by the time of the change', async () => {
    const store = await open();
    const note = await store.create({ title: 'first', text: '' });
    const row = await holdRow(note.id);
    const seen: (string | undefined)[] = [];
    const put = store.put(note.id, draft, (current) => {
      seen.push(current?.title);
      requireVersion(1)(current);
    });
    await row.waiter();
    // Deleted and made again: the same id, version and times, and yet not what the decision was made on.
    await row.query('DELETE FROM notes WHERE id = $1', [note.id]);
    const again = [note.id, 'second', '', note.createdAt, note.updatedAt, 1, 'pod-2'];
    await row.query('INSERT INTO notes VALUES ($1, $2, $3, $4, $5, $6, $7)', again);
    await row.release();
    await put;
    expect(seen).toEqual(['first', 'second']);
    expect(await store.get(note.id)).toMatchObject({ ...draft, version: 2 });
  });

  it('reports what the settings of the server make of an acknowledgement, and where it is', async () => {
    const store = await open();
    expect(await store.describe()).toMatchObject({
      acknowledgement: 'synchronous_commit=on, fsync=on',
      location: `postgres://127.0.0.1:${server.port}/${database.name}`,
    });
    await run(`ALTER DATABASE ${database.name} SET synchronous_commit = off`);
    expect((await (await open()).describe()).acknowledgement).toBe('synchronous_commit=off, fsync=on');
  });

  describe('start', () => {
    it('makes the schema once when three start at the same time on an empty database', async () => {
      const [one, two, three] = await Promise.all([open(), open(), open()]);
      const note = await one.create(draft);
      expect(await two.get(note.id)).toEqual(note);
      await three.ready();
      expect(await run('SELECT name FROM migrations', database.name)).toEqual([{ name: '0001_notes' }]);
    });

    it.each([
      ['a wrong password', { password: 'wr0ng-secret' }, 'password authentication failed'],
      ['no password', { password: undefined }, 'password must be a string'],
      ['an unknown database', { url: 'postgres://postgres@HOST/nowhere' }, 'database "nowhere" does not exist'],
      ['an unknown user', { url: 'postgres://nobody@HOST/postgres' }, 'authentication failed for user "nobody"'],
      ['a URL that is none', { url: 'postgres//:wr0ng-secret@' }, 'is not a URL'],
    ])('says at once what waiting does not mend: %s', async (_, options, reason) => {
      const logger = createTestLog();
      const url = (options as { url?: string }).url?.replace('HOST', new URL(server.url).host) ?? database.url;
      const { code, message, whole } = await failureOf(open({ ...options, url, logger }));
      expect(code).toBe('invalid');
      expect(message).toContain(reason);
      expect(logger.lines.filter((line) => line.includes('waiting'))).toEqual([]);
      expect(whole).not.toContain(server.password);
      expect(whole).not.toContain('wr0ng-secret');
    });

    it('waits for a server that comes later, and says for what', async () => {
      const logger = createTestLog();
      const opening = await whileGone('stop', async () => {
        const store = open({ logger });
        await vi.waitFor(() => expect(logger.lines.join()).toContain('waiting for Postgres at postgres://127.0.0.1'));
        return { store };
      });
      await (await opening.store).ready();
      expect(logger.lines.join()).not.toContain(server.password);
    });

    it('gives up when its time is over', async () => {
      const { code, message } = await whileGone('stop', () => failureOf(open({ startTimeout: 500 })));
      expect(code).toBe('unavailable');
      expect(message).toMatch(/could not be reached within 0.5 s: .*ECONNREFUSED/);
    });
  });

  describe('when the server fails', () => {
    it('has every acknowledged note after a SIGKILL under load, and goes on by itself', async () => {
      const logger = createTestLog();
      const store = await open({ logger });
      const { acknowledged, refusals } = await writeUntilCrash(store, 500, () => server.kill());
      await whileGone('kill', () => expect(store.ready()).rejects.toMatchObject({ code: 'unavailable' }));
      expect(refusals).toHaveLength(16);
      for (const refusal of refusals) expect(refusal).toMatchObject({ name: 'StorageError', code: 'unavailable' });
      await untilReady(store);
      await expectAllStored(store, acknowledged);
      expect(await store.create(draft)).toMatchObject(draft);
      expect(logger.lines.join()).not.toContain(server.password);
    });

    it('says that the fate of a change is not known when its connection is lost, and does not try again', async () => {
      const store = await open();
      const note = await store.create(draft);
      const row = await holdRow(note.id);
      const decisions = vi.fn<() => void>();
      const failure = failureOf(store.put(note.id, { title: 'x', text: 'y' }, decisions));
      await run(`SELECT pg_terminate_backend(${await row.waiter()})`);
      const { code, message, whole } = await failure;
      expect(code).toBe('unavailable');
      expect(message).toContain('whether the change was kept is not known');
      expect(whole).not.toContain(server.password);
      await row.release();
      expect(decisions).toHaveBeenCalledOnce();
      expect(await store.get(note.id)).toEqual(note);
    });

    it('knows that nothing was changed when the server gave up in time', async () => {
      const store = await open({ requestTimeout: 200 });
      const note = await store.create(draft);
      const row = await holdRow(note.id);
      const { code, message } = await failureOf(store.put(note.id, { title: 'x', text: 'y' }));
      expect(code).toBe('unavailable');
      expect(message).toContain('statement timeout');
      expect(message).not.toContain('not known');
      await row.release();
      expect(await store.get(note.id)).toEqual(note);
    });

    it('gives up on a server that says nothing any more, and takes a new connection', async () => {
      const store = await open({ requestTimeout: 200 });
      const note = await store.create(draft);
      const row = await holdRow(note.id);
      const failure = failureOf(store.put(note.id, { title: 'x', text: 'y' }));
      const pid = await row.waiter();
      process.kill(pid, 'SIGSTOP');
      const { code, message } = await failure;
      expect(code).toBe('unavailable');
      expect(message).toContain('not known');
      expect(await store.get(note.id)).toEqual(note);
      process.kill(pid, 'SIGCONT');
      await row.release();
    });

    it('is unavailable for changes, and only for them, while the server is read-only', async () => {
      const store = await open();
      const note = await store.create(draft);
      await run(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`);
      await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}'`);
      await vi.waitFor(async () => expect(await store.get(note.id)).toEqual(note));
      const { code, message } = await failureOf(store.create(draft));
      expect([code, message]).toEqual(['unavailable', expect.stringContaining('read-only')]);
      expect(message).not.toContain('not known');
      await expect(store.ready()).rejects.toMatchObject({ code: 'unavailable' });
      expect(await store.get(note.id)).toEqual(note);
    });

    it.skipIf(!smallDisk)('has no space on a full disk, and goes on once there is some (needs root)', async () => {
      const store = await open();
      const disk = await smallDisk!(join(dir, 'small'), 2);
      await run(`CREATE TABLESPACE small LOCATION '${disk.folder}'`);
      await run('ALTER TABLE notes SET TABLESPACE small', database.name);
      const { acknowledged, refusals } = await writeUntilCrash(store, Infinity, async () => {});
      for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'no-space' });
      expect(refusals.join()).not.toContain('not known');
      await expectAllStored(store, acknowledged);
      disk.grow();
      expect(await store.create(draft)).toMatchObject(draft);
      await run('ALTER TABLE notes SET TABLESPACE pg_default', database.name);
      await run('DROP TABLESPACE small');
    });

    it('makes its schema again when the server comes back with an empty disk', async () => {
      const store = await open();
      const note = await store.create(draft);
      await run('DROP TABLE notes, heartbeat, migrations', database.name);
      await expect(store.get(note.id)).rejects.toMatchObject({ code: 'unavailable' });
      await store.ready();
      await expect(store.get(note.id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await store.create(draft)).toMatchObject(draft);
    });

    it('closes while the server is away', async () => {
      const store = await open();
      await whileGone('kill', async () => {
        await expect(store.create(draft)).rejects.toMatchObject({ code: 'unavailable' });
        await store.close();
      });
    });
  });
});
