import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, openPostgres } from '@persistence-lab/local-servers';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { createTestAuthor, requireVersion } from '../contract/harness.ts';
import { openPostgresStore, type PostgresStoreOptions } from './postgres-store.ts';
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

// Servers start, recover and write to disk, which is slow on a busy machine.
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

/** Opens a separate connection for a test. */
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

/** Runs `during` while the server is down, and restarts it in any case, so that a failure does not affect later tests. */
async function whileDown<T>(method: 'stop' | 'kill', during: () => Promise<T>): Promise<T> {
  await server[method]();
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
  // Truncate the table instead of creating a database per test: CREATE and DROP DATABASE each force a checkpoint.
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

  /** Locks the row of a note, so that changes wait until it is released. */
  const lockRow = async (id: string) => {
    const client = await connect(database.name);
    await client.query('BEGIN');
    await client.query('SELECT FROM notes WHERE id = $1 FOR UPDATE', [id]);
    const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = '${database.name}' AND wait_event_type = 'Lock'`;
    return {
      query: (text: string, values?: unknown[]) => client.query(text, values),
      waitingProcess: () =>
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

  it('stores times to the millisecond', async () => {
    const author = createTestAuthor('pod-1', Date.parse('2026-02-28T23:59:59.987Z'));
    const store = await open({ author });
    const note = await store.create(draft);
    author.tick(2);
    const { note: replaced } = await store.put(note.id, draft);
    expect(await store.get(note.id)).toEqual(replaced);
    expect(replaced).toMatchObject({ createdAt: '2026-02-28T23:59:59.987Z', updatedAt: '2026-02-28T23:59:59.989Z' });
  });

  it('rejects text that Postgres cannot store unchanged, and keeps working', async () => {
    const store = await open();
    await expect(store.create({ title: 'a', text: 'half \ud83d' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.put(uuidv7(), { title: '\udc00', text: '' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.create({ title: 'a', text: '\0' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.get('no-uuid')).rejects.toMatchObject({ code: 'invalid' });
    expect(await store.create(draft)).toMatchObject(draft);
  });

  it('checks the precondition again when the note has changed meanwhile', async () => {
    const store = await open();
    const note = await store.create({ title: 'first', text: '' });
    const row = await lockRow(note.id);
    const seen: (string | undefined)[] = [];
    const put = store.put(note.id, draft, (current) => {
      seen.push(current?.title);
      requireVersion(1)(current);
    });
    await row.waitingProcess();
    // Deleted and created again: same id, version and times, but a different state than the precondition has seen.
    await row.query('DELETE FROM notes WHERE id = $1', [note.id]);
    const again = [note.id, 'second', '', note.createdAt, note.updatedAt, 1, 'pod-2'];
    await row.query('INSERT INTO notes VALUES ($1, $2, $3, $4, $5, $6, $7)', again);
    await row.release();
    await put;
    expect(seen).toEqual(['first', 'second']);
    expect(await store.get(note.id)).toMatchObject({ ...draft, version: 2 });
  });

  it('reports the durability settings and the address of the server', async () => {
    const store = await open();
    expect(await store.describe()).toMatchObject({
      acknowledgement: 'synchronous_commit=on, fsync=on',
      location: `postgres://127.0.0.1:${server.port}/${database.name}`,
    });
    await run(`ALTER DATABASE ${database.name} SET synchronous_commit = off`);
    expect((await (await open()).describe()).acknowledgement).toBe('synchronous_commit=off, fsync=on');
  });

  describe('start', () => {
    it('migrates the schema once when three stores open an empty database at the same time', async () => {
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
      ['an invalid URL', { url: 'postgres//:wr0ng-secret@' }, 'is not a URL'],
    ])('rejects at once when a retry cannot succeed: %s', async (_, options, reason) => {
      const logger = createTestLog();
      const url = (options as { url?: string }).url?.replace('HOST', new URL(server.url).host) ?? database.url;
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
        await vi.waitFor(() => expect(logger.lines.join()).toContain('waiting for Postgres at postgres://127.0.0.1'));
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

  describe('when the server fails', () => {
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

    it('reports an unknown outcome when the connection is lost during a change, and does not retry', async () => {
      const store = await open();
      const note = await store.create(draft);
      const row = await lockRow(note.id);
      const decisions = vi.fn<() => void>();
      const failure = failureOf(store.put(note.id, { title: 'x', text: 'y' }, decisions));
      await run(`SELECT pg_terminate_backend(${await row.waitingProcess()})`);
      const { code, message, inspected } = await failure;
      expect(code).toBe('unavailable');
      expect(message).toContain('the outcome of the change is unknown');
      expect(inspected).not.toContain(server.password);
      await row.release();
      expect(decisions).toHaveBeenCalledOnce();
      expect(await store.get(note.id)).toEqual(note);
    });

    it('reports a known outcome when the server cancels the statement', async () => {
      const store = await open({ requestTimeout: 200 });
      const note = await store.create(draft);
      const row = await lockRow(note.id);
      const { code, message } = await failureOf(store.put(note.id, { title: 'x', text: 'y' }));
      expect(code).toBe('unavailable');
      expect(message).toContain('statement timeout');
      expect(message).not.toContain('unknown');
      await row.release();
      expect(await store.get(note.id)).toEqual(note);
    });

    it('times out on an unresponsive server, and opens a new connection', async () => {
      const store = await open({ requestTimeout: 200 });
      const note = await store.create(draft);
      const row = await lockRow(note.id);
      const failure = failureOf(store.put(note.id, { title: 'x', text: 'y' }));
      const pid = await row.waitingProcess();
      process.kill(pid, 'SIGSTOP');
      const { code, message } = await failure;
      expect(code).toBe('unavailable');
      expect(message).toContain('unknown');
      expect(await store.get(note.id)).toEqual(note);
      process.kill(pid, 'SIGCONT');
      await row.release();
    });

    it('is unavailable for changes only while the server is read-only', async () => {
      const store = await open();
      const note = await store.create(draft);
      await run(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`);
      await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}'`);
      await vi.waitFor(async () => expect(await store.get(note.id)).toEqual(note));
      const { code, message } = await failureOf(store.create(draft));
      expect([code, message]).toEqual(['unavailable', expect.stringContaining('read-only')]);
      expect(message).not.toContain('unknown');
      await expect(store.ready()).rejects.toMatchObject({ code: 'unavailable' });
      expect(await store.get(note.id)).toEqual(note);
    });

    it.skipIf(!smallDisk)(
      'rejects changes with no-space on a full disk, and recovers when space is available (needs root)',
      async () => {
        const store = await open();
        const disk = await smallDisk!(join(dir, 'small'), 2);
        await run(`CREATE TABLESPACE small LOCATION '${disk.folder}'`);
        await run('ALTER TABLE notes SET TABLESPACE small', database.name);
        const { acknowledged, errors } = await writeUntilCrash(store, Infinity, async () => {});
        for (const error of errors) expect(error).toMatchObject({ code: 'no-space' });
        expect(errors.join()).not.toContain('unknown');
        await expectAllStored(store, acknowledged);
        disk.grow();
        expect(await store.create(draft)).toMatchObject(draft);
        await run('ALTER TABLE notes SET TABLESPACE pg_default', database.name);
        await run('DROP TABLESPACE small');
      },
    );

    it('migrates the schema again when the server restarts with an empty disk', async () => {
      const store = await open();
      const note = await store.create(draft);
      await run('DROP TABLE notes, heartbeat, migrations', database.name);
      await expect(store.get(note.id)).rejects.toMatchObject({ code: 'unavailable' });
      await store.ready();
      await expect(store.get(note.id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await store.create(draft)).toMatchObject(draft);
    });

    it('closes while the server is down', async () => {
      const store = await open();
      await whileDown('kill', async () => {
        await expect(store.create(draft)).rejects.toMatchObject({ code: 'unavailable' });
        await store.close();
      });
    });
  });
});
