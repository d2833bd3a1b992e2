import { join } from 'node:path';
import { type CompactionPolicy, type Journal, createKeyIndex, openJournal } from '@persistence-lab/durable';
import type { Author } from '../next-note.ts';
import { createOperationTracker } from '../operation-tracker.ts';
import type { NotesStore, StoreLogger } from '../store.ts';
import { createNoteChanges, noteNotFound, toNote } from './note-changes.ts';
import { type NoteOrder, createNoteOrder } from './note-order.ts';

export interface FileStoreOptions {
  /** The data directory; the journals are in its subfolder `notes`. Several processes may share it. */
  readonly dir: string;
  readonly author: Author;
  readonly logger: Pick<StoreLogger, 'warn'>;
  /** Decides when files are compacted, and which. */
  readonly policy?: Partial<CompactionPolicy>;
  /** Interval of compaction in milliseconds; 0 disables it. */
  readonly compactEvery?: number;
}

/**
 * Stores notes in append-only journals: each change is on stable storage before its promise resolves.
 *
 * Every process appends to its own journal and follows those of the others, so a note that one acknowledged is in the
 * next response of another. A process applies changes of one note in order. Of concurrent changes by two processes the
 * higher version wins, then the later time, then the greater writer; a precondition is checked against what its own
 * process has read.
 */
export async function openFileStore(options: FileStoreOptions): Promise<NotesStore> {
  const { author, logger, policy = {}, compactEvery = 0 } = options;
  const dir = join(options.dir, 'notes');
  const index = createKeyIndex();
  const order = createNoteOrder(index);
  const journal = await openJournal({ dir, index, policy, onValue: order.put });
  const operations = createOperationTracker();
  const stopCompaction = startCompaction(journal, compactEvery, logger);

  /** Keeps serving reads from the index when the folder cannot be read; readiness reports the failure. */
  const refresh = () =>
    journal.refresh().catch((error: unknown) => {
      logger.warn({ err: error }, 'cannot read the changes of other processes');
    });

  return operations.track({
    ...createNoteChanges(journal, author, refresh),
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
      stopCompaction();
      await operations.close();
      await journal.close();
    },
  });
}

function createReads(
  journal: Journal,
  order: NoteOrder,
  refresh: () => Promise<void>,
): Pick<NotesStore, 'get' | 'list'> {
  return {
    async get(id) {
      await refresh();
      const slot = journal.index.slotOf(id);
      if (slot < 0 || journal.index.isDeleted(slot)) throw noteNotFound(id);
      const [change] = await journal.read([slot]);
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

function startCompaction(journal: Journal, every: number, logger: FileStoreOptions['logger']): () => void {
  if (every === 0) return () => undefined;
  const compact = () =>
    void journal.compact().catch((error: unknown) => logger.warn({ err: error }, 'journal compaction failed'));
  compact();
  const timer = setInterval(compact, every).unref();
  return () => clearInterval(timer);
}
