import { StorageError } from '@persistence-lab/durable';
import type { NotesStore } from './store.ts';

/** Tracks the operations of a store, so that it closes after the last of them and starts no new one. */
export interface OperationTracker {
  /** Wraps a store so that each operation is tracked; `close` is unchanged. */
  track(store: NotesStore): NotesStore;
  /** Rejects new operations; resolves once the pending ones have settled. */
  close(): Promise<void>;
}

export function createOperationTracker(): OperationTracker {
  const pending = new Set<Promise<unknown>>();
  let closed = false;
  const tracked =
    <Arguments extends unknown[], T>(operation: (...args: Arguments) => Promise<T>) =>
    async (...args: Arguments): Promise<T> => {
      if (closed) throw new StorageError('unavailable', 'the store is closed');
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
      closed = true;
      await Promise.allSettled(pending);
    },
  };
}
