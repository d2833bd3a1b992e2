import { join } from 'node:path';
import {
  type CompactionPolicy,
  type Journal,
  StorageError,
  createKeyIndex,
  openJournal,
} from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { createKeyedMutex } from './key-locks.ts';
import { type Author, nextNote } from '../next-note.ts';
import { toChange, toDeletion, toNote } from './note-change.ts';
import { type NoteOrder, createNoteOrder } from './note-order.ts';
import { createOperationTracker } from '../operation-tracker.ts';
import type { NotesStore } from '../store.ts';

export interface FileStoreOptions {
  /** The data directory; the journals are in its subfolder `notes`. Several processes may share it. */
  readonly dir: string;
  readonly author: Author;
  readonly logger: { warn(fields: object, message: string): void };
  /** When files are merged, and which. */
  readonly policy?: Partial<CompactionPolicy>;
  /** Milliseconds between two looks for files to merge; 0: never. */
  readonly compactEvery?: number;
}

/**
 * Keeps notes in append-only journals: each change is on stable storage before its promise resolves.
 *
 * Every process writes a journal of its own and reads the others' as they grow, so a note that one
 * acknowledged is in the very next answer of another. Changes of one note by one process come one
 * after the other; of changes that two processes made at once the higher version stands, then the
 * later time, then the greater writer, and a precondition holds for what its own process had read.
 */
export async function openFileStore(options: FileStoreOptions): Promise<NotesStore> {
  const { author, logger, policy = {}, compactEvery = 0 } = options;
  const dir = join(options.dir, 'notes');
  const index = createKeyIndex();
  const order = createNoteOrder(index);
  const journal = await openJournal({
    dir,
    index,
    policy,
    onValue: order.put,
  });
  const operations = createOperationTracker();
  const stopCompacting = compactInBackground(journal, compactEvery, logger);

  /** Reads go on with what is known when the folder can't be read: readiness tells. */
  const refresh = () =>
    journal.refresh().catch((error: unknown) => {
      logger.warn({ err: error }, 'answering without what others may have written');
    });

  return operations.track({
    ...createChanges(journal, author, refresh),
    ...createReads(journal, order, refresh),
    async describe() {
      await refresh();
      const { keys, bytes, journals, sealed, snapshots, tornLines, syncs } = journal.describe();
      return {
        store: 'file',
        acknowledgement: 'fdatasync before the answer',
        location: dir,
        notes: keys,
        bytes,
        journals: journals + sealed + snapshots,
        tornLines,
        syncs,
      };
    },
    ready: () => journal.probe(),
    async close() {
      stopCompacting();
      await operations.close();
      await journal.close();
    },
  });
}

type Refresh = () => Promise<void>;

function createReads(journal: Journal, order: NoteOrder, refresh: Refresh): Pick<NotesStore, 'get' | 'list'> {
  return {
    async get(id) {
      await refresh();
      const [change] = await journal.read([existingSlot(journal, id)]);
      return toNote(change!);
    },
    async list(limit, after) {
      await refresh();
      const slots = order.newestFirst(limit + 1, after);
      const notes = (await journal.read(slots.slice(0, limit))).map(toNote);
      const last = notes.at(-1);
      return { notes, next: slots.length > limit && last ? { createdAt: last.createdAt, id: last.id } : null };
    },
  };
}

function createChanges(
  { index, ...journal }: Journal,
  author: Author,
  refresh: Refresh,
): Pick<NotesStore, 'create' | 'put' | 'delete'> {
  const locked = createKeyedMutex();

  async function current(id: string) {
    await refresh();
    const slot = index.slotOf(id);
    if (slot < 0) return { version: 0, note: undefined };
    const version = index.version(slot);
    return { version, note: index.isDeleted(slot) ? undefined : toNote((await journal.read([slot]))[0]!) };
  }

  return {
    async create(draft) {
      const note = nextNote(uuidv7(), draft, undefined, author);
      await journal.append(toChange(note));
      return note;
    },
    put: (id, draft, precondition) =>
      locked(id, async () => {
        const { version, note } = await current(id);
        precondition?.(note);
        // A note that is created again goes on from the deletion's version: nothing older can beat it.
        const next = { ...nextNote(id, draft, note, author), version: version + 1 };
        await journal.append(toChange(next));
        return { note: next, created: !note };
      }),
    delete: (id, precondition) =>
      locked(id, async () => {
        const { version, note } = await current(id);
        if (!note) throw noSuchNote(id);
        precondition?.(note);
        await journal.append(toDeletion(note, version + 1, author));
      }),
  };
}

function existingSlot({ index }: Journal, id: string): number {
  const slot = index.slotOf(id);
  if (slot < 0 || index.isDeleted(slot)) throw noSuchNote(id);
  return slot;
}

const noSuchNote = (id: string) => new StorageError('not-found', `there is no note ${id}`);

function compactInBackground(journal: Journal, every: number, logger: FileStoreOptions['logger']): () => void {
  if (every === 0) return () => undefined;
  const look = () =>
    void journal.compact().catch((error: unknown) => logger.warn({ err: error }, 'the journals were not merged'));
  look();
  const timer = setInterval(look, every).unref();
  return () => clearInterval(timer);
}
