import { ApiError, createNotesClient, type NotesClient } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';

/** A client of one replica, each of whose requests ends with a signal of `limits`. */
export function createReplicaClient(replica: Replica, limits: () => AbortSignal): NotesClient {
  return createNotesClient({
    baseUrl: 'http://replica',
    fetch: (url, init) => replica.fetch(url, { ...init, signal: limits() }),
  });
}

/**
 * Signals that end with `signal`, or after about `timeout` milliseconds. Requests of the same quarter of that time share
 * one: a timer for each of many thousand requests costs more than the request.
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

/** Whether a request failed because of the service or the way to it, and not because of the lab itself. */
export function isRequestFailure(error: unknown): boolean {
  if (error instanceof ApiError || error instanceof ClusterError || error instanceof TypeError) return true;
  return (
    error instanceof Error &&
    ['AbortError', 'TimeoutError', 'ZodError', 'SyntaxError', '$ZodError'].includes(error.name)
  );
}
