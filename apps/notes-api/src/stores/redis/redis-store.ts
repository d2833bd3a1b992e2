import type { Note } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { type Author, nextNote, requireWellFormed } from '../next-note.ts';
import { createOperationTracker } from '../operation-tracker.ts';
import { createRedisConnection, type RedisConnection } from './connection.ts';
import { describeRedis } from './description.ts';
import { isTransient } from './errors.ts';
import { heartbeatKey, indexKey, indexMember, noteKey } from './scripts.ts';
import type { NotesStore, Page, Position, StoreLogger } from '../store.ts';
import { connectWithRetry } from '../connect-with-retry.ts';

export interface RedisStoreOptions {
  readonly url: string;
  readonly password?: string | undefined;
  readonly author: Author;
  /** Longest wait for the server at start, in milliseconds. */
  readonly startTimeout: number;
  readonly logger: StoreLogger;
  /** Timeout of a command in milliseconds. */
  readonly requestTimeout?: number;
}

/**
 * Stores notes in Redis: one hash per note, and an index in the order of the list. The settings of the server determine
 * the durability of an acknowledged change; `describe` reports them.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<NotesStore> {
  const { url, password, author, startTimeout, logger, requestTimeout = 5_000 } = options;
  const connection = createRedisConnection({ url, password, requestTimeout, logger });
  const server = `Redis at ${connection.location}`;
  try {
    await connectWithRetry({ server, timeout: startTimeout, logger, attempt: connection.connect, isTransient });
  } catch (error) {
    connection.end();
    throw error;
  }
  return createRedisStore(connection, author);
}

function createRedisStore(connection: RedisConnection, author: Author): NotesStore {
  const operations = createOperationTracker();
  let closing: Promise<void> | undefined;

  const find = async (id: string): Promise<Note | undefined> =>
    noteFrom(id, await connection.read('reading a note', (client) => client.hGetAll(noteKey(id))));
  const findExisting = async (id: string) => {
    const note = await find(id);
    if (!note) throw new StorageError('not-found', `there is no note ${id}`);
    return note;
  };
  const save = (note: Note, current: Note | undefined) =>
    connection.change('storing a note', (client) => client.saveNote(note, current));

  return operations.track({
    create: async (draft) => {
      requireWellFormed(draft);
      const note = nextNote(uuidv7(), draft, undefined, author);
      if (!(await save(note, undefined))) throw new StorageError('conflict', `the note ${note.id} exists already`);
      return note;
    },
    put: async (id, draft, precondition) => {
      requireWellFormed(draft);
      for (;;) {
        const current = await find(id);
        precondition?.(current);
        const note = nextNote(id, draft, current, author);
        if (await save(note, current)) return { note, created: !current };
      }
    },
    get: findExisting,
    delete: async (id, precondition) => {
      for (;;) {
        const current = await findExisting(id);
        precondition?.(current);
        if (await connection.change('deleting a note', (client) => client.removeNote(current))) return;
      }
    },
    list: (limit, after) => listNotes(connection, limit, after),
    describe: () => describeRedis(connection),
    ready: async () => {
      const heartbeat = `${new Date(author.now()).toISOString()} ${author.writtenBy}`;
      await connection.change('writing the heartbeat', (client) => client.set(heartbeatKey, heartbeat));
    },
    close: () => (closing ??= operations.close().then(() => connection.end())),
  });
}

async function listNotes(connection: RedisConnection, limit: number, after: Position | undefined): Promise<Page> {
  const start = after ? `(${indexMember(after)}` : '+';
  const members = await connection.read('listing notes', (client) =>
    client.zRange(indexKey, start, '-', { BY: 'LEX', REV: true, LIMIT: { offset: 0, count: limit + 1 } }),
  );
  const positions = members.slice(0, limit).map(positionFrom);
  const hashes = await connection.read('listing notes', (client) =>
    Promise.all(positions.map(({ id }) => client.hGetAll(noteKey(id)))),
  );
  // Between the two reads a note may be deleted, or created again with a later time.
  const notes = hashes
    .map((hash, n) => noteFrom(positions[n]?.id ?? '', hash))
    .filter((note, n) => note !== undefined && note.createdAt === positions[n]?.createdAt);
  return { notes: notes as Note[], next: members.length > limit ? (positions.at(-1) ?? null) : null };
}

function positionFrom(member: string): Position {
  const [createdAt = '', id = ''] = member.split('|');
  return { createdAt, id };
}

function noteFrom(id: string, hash: Record<string, string>): Note | undefined {
  const { title, text, createdAt, updatedAt, writtenBy } = hash;
  if (Object.keys(hash).length === 0) return undefined;
  const version = Number(hash['version']);
  if (title === undefined || text === undefined || !createdAt || !updatedAt || !writtenBy || !(version > 0)) {
    throw new StorageError('corrupt', `the note ${id} in Redis lacks some of its fields`);
  }
  return { id, title, text, createdAt, updatedAt, version, writtenBy };
}
