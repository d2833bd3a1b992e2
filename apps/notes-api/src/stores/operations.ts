import { StorageError } from '@persistence-lab/durable';
import type { NotesStore } from './store.ts';

/** The operations of a store that are under way: it ends after the last of them, and lets no new one begin. */
export interface Operations {
  /** The same store, each of its operations counted; `close` is left as it is. */
  guard(store: NotesStore): NotesStore;
  /** Refuses new operations; resolves when those under way are settled. */
  end(): Promise<void>;
}

export function createOperations(): Operations {
  const underWay = new Set<Promise<unknown>>();
  let ended = false;
  const counted =
    <Arguments extends unknown[], T>(operation: (...args: Arguments) => Promise<T>) =>
    async (...args: Arguments): Promise<T> => {
      if (ended) throw new StorageError('unavailable', 'the store is closed');
      const promise = operation(...args);
      underWay.add(promise);
      return promise.finally(() => underWay.delete(promise));
    };
  return {
    guard: (store) => ({
      create: counted(store.create),
      put: counted(store.put),
      get: counted(store.get),
      delete: counted(store.delete),
      list: counted(store.list),
      describe: counted(store.describe),
      ready: counted(store.ready),
      close: store.close,
    }),
    end: async () => {
      ended = true;
      await Promise.allSettled(underWay);
    },
  };
}
