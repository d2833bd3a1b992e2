import { StorageError } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { type Author, nextNote, requireWellFormed } from '../next-note.ts';
import { createOperationTracker } from '../operation-tracker.ts';
import { createStatements, postgresServer, type Statements, withClient } from './connection.ts';
import { isMissingTable, isTransient, statementError } from './errors.ts';
import { migrate } from './migrations.ts';
import { createNotesTable } from './notes-table.ts';
import type { NotesStore, StoreDescription, StoreLogger } from '../store.ts';
import { connectWithRetry } from '../connect-with-retry.ts';

export interface PostgresStoreOptions {
  readonly url: string;
  readonly password?: string | undefined;
  readonly author: Author;
  /** Longest wait for the server at start, in milliseconds. */
  readonly startTimeout: number;
  readonly logger: StoreLogger;
  /** Timeout of a statement in milliseconds. */
  readonly requestTimeout?: number;
}

/**
 * Migrates the schema and stores notes in Postgres. The settings of the server determine the durability of an
 * acknowledged change; `describe` reports them.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<NotesStore> {
  const { url, password, author, startTimeout, logger, requestTimeout = 5_000 } = options;
  const { location, config } = postgresServer(url, password, requestTimeout);
  // A migration by another process may take longer than the timeout of a statement.
  const migrateSchema = () => withClient(config, startTimeout, (client) => migrate(client, logger));
  const server = `Postgres at ${location}`;
  await connectWithRetry({ server, timeout: startTimeout, logger, attempt: migrateSchema, isTransient });
  return createPostgresStore(createStatements(config, logger), { location, author, migrateSchema });
}

interface PostgresContext {
  location: string;
  author: Author;
  migrateSchema: () => Promise<void>;
}

function createPostgresStore(statements: Statements, { location, author, migrateSchema }: PostgresContext): NotesStore {
  const notes = createNotesTable(statements);
  const operations = createOperationTracker();
  let closing: Promise<void> | undefined;

  const find = async (id: string) => {
    const found = await notes.find(id);
    if (!found) throw new StorageError('not-found', `there is no note ${id}`);
    return found;
  };

  const store: NotesStore = {
    create: async (draft) => {
      requireWellFormed(draft);
      const note = nextNote(uuidv7(), draft, undefined, author);
      if (!(await notes.insert(note))) throw new StorageError('conflict', `the note ${note.id} exists already`);
      return note;
    },
    put: async (id, draft, precondition) => {
      requireWellFormed(draft);
      for (;;) {
        const found = await notes.find(id);
        precondition?.(found?.note);
        const note = nextNote(id, draft, found?.note, author);
        const stored = found ? await notes.replace(note, found.rowState) : await notes.insert(note);
        if (stored) return { note, created: !found };
      }
    },
    get: async (id) => (await find(id)).note,
    delete: async (id, precondition) => {
      for (;;) {
        const { note, rowState } = await find(id);
        precondition?.(note);
        if (await notes.remove(id, rowState)) return;
      }
    },
    list: async (limit, after) => {
      const found = await notes.newest(limit + 1, after);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { notes: page, next: found.length > limit && last ? { createdAt: last.createdAt, id: last.id } : null };
    },
    describe: () => describePostgres(statements, location),
    ready: async () => {
      try {
        await writeHeartbeat(statements, author);
      } catch (error) {
        // The server restarted with an empty disk: its notes are lost, but the service can continue with a new schema.
        if (!isMissingTable(error)) throw error;
        await migrateSchema().catch((cause: unknown) => {
          throw statementError('migrating the schema again', cause, false);
        });
        await writeHeartbeat(statements, author);
      }
    },
    close: () => (closing ??= operations.close().then(() => statements.end())),
  };
  return operations.track(store);
}

async function writeHeartbeat(statements: Statements, author: Author): Promise<void> {
  const text = `INSERT INTO heartbeat (written_at, written_by) VALUES (now(), $1)
    ON CONFLICT (only_row) DO UPDATE SET written_at = excluded.written_at, written_by = excluded.written_by`;
  await statements.change('writing the heartbeat', text, [author.writtenBy]);
}

async function describePostgres({ read }: Statements, location: string): Promise<StoreDescription> {
  const text = `SELECT (SELECT count(*) FROM notes)::float8 AS notes, pg_total_relation_size('notes')::float8 AS bytes,
    current_setting('synchronous_commit') AS synchronous_commit, current_setting('fsync') AS fsync`;
  type Row = { notes: number; bytes: number; synchronous_commit: string; fsync: string };
  const [row] = await read<Row>('describing the notes', text);
  if (!row) throw new StorageError('corrupt', 'Postgres returned no row for a query that always has one');
  const acknowledgement = `synchronous_commit=${row.synchronous_commit}, fsync=${row.fsync}`;
  return { store: 'postgres', acknowledgement, location, notes: row.notes, bytes: row.bytes };
}
