import { StorageError } from '@persistence-lab/durable';
import type { NotesStore } from './store.ts';

/** The operations of a store that are under way: it ends after the last of them, and lets no new one begin. */
export interface OperationTracker {
  /** The same store, each of its operations counted; `close` is left as it is. */
  track(store: NotesStore): NotesStore;
  /** Refuses new operations; resolves when those under way are settled. */
  close(): Promise<void>;
}

export function createOperationTracker(): OperationTracker {
  const pending = new Set<Promise<unknown>>();
  let ended = false;
  const tracked =
    <Arguments extends unknown[], T>(operation: (...args: Arguments) => Promise<T>) =>
    async (...args: Arguments): Promise<T> => {
      if (ended) throw new StorageError('unavailable', 'the store is closed');
      const promise = operation(...args);
      pending.add(promise);
      return promise.finally(() => pending.delete(promise));
    };
  return {
    track: (store) => ({
      create: tracked(store.create),
      put: tracked(store.put),
      get: tracked(store.get),
      delete: tracked(store.delete),
      list: tracked(store.list),
      describe: tracked(store.describe),
      ready: tracked(store.ready),
      close: store.close,
    }),
    close: async () => {
      ended = true;
      await Promise.allSettled(pending);
    },
  };
}
