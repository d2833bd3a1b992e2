import { ApiError, createNotesClient, type NotesClient } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';

/** A client of one replica, whose requests end with the signal, or after `timeout` milliseconds without an answer. */
export function notesOf(replica: Replica, signal: AbortSignal, timeout: number): NotesClient {
  const limits = () => AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  return createNotesClient({
    baseUrl: 'http://replica',
    fetch: (url, init) => replica.fetch(url, { ...init, signal: limits() }),
  });
}

/** Whether a request failed because of the service or the way to it, and not because of the lab itself. */
export function isNoAnswer(error: unknown): boolean {
  if (error instanceof ApiError || error instanceof ClusterError || error instanceof TypeError) return true;
  return (
    error instanceof Error &&
    ['AbortError', 'TimeoutError', 'ZodError', 'SyntaxError', '$ZodError'].includes(error.name)
  );
}
