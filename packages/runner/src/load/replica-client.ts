import { createNotesClient, type NotesClient } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';

/** A notes client of one replica. Each request ends with the signal that `nextSignal` returns for it. */
export function createReplicaClient(replica: Replica, nextSignal: () => AbortSignal): NotesClient {
  return createNotesClient({
    baseUrl: 'http://replica',
    fetch: (url, init) => replica.fetch(url, { ...init, signal: nextSignal() }),
  });
}

/**
 * Signals that abort with `signal`, or after about `timeout` milliseconds. Requests that start within the same quarter of
 * that time share one: a timer for each of many thousand requests costs more than the request.
 */
export function createTimeoutSignals(signal: AbortSignal, timeout: number): () => AbortSignal {
  let shared: AbortSignal | undefined;
  let until = 0;
  return () => {
    const now = performance.now();
    if (shared === undefined || now >= until) {
      shared = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
      until = now + timeout / 4;
    }
    return shared;
  };
}

/**
 * Runs `work` for every item, at most `limit` at a time. After a failure it starts no further item, waits for the running
 * ones and throws the failure. Not p-limit: its `map` reads the whole iterable before it starts, while a writer chooses
 * each note by what is acknowledged at that moment, and after a failure its `map` starts the remaining items.
 */
export async function forEachLimited<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const worker = async () => {
    for (let next = rest.next(); !next.done && failures.length === 0; next = rest.next())
      await work(next.value).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
}
