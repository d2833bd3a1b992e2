import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, type Note, type NotesClient, pageLimit } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import type { Ledger, Reading } from '@persistence-lab/experiment';
import { createReplicaClient, createTimeoutSignals, forEachLimited } from '../load/replica-client.ts';

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** See the ledger's `examine`. */
  readonly beforeCheckpoint?: boolean;
  /** Milliseconds for which a service without its database (503) is asked again. */
  readonly retryFor?: number;
}

const requestTimeout = 10_000;
const concurrentRequests = 8;
const sampleSize = 50;
const retryInterval = 500;

/** Reads every note of the ledger through each of the replicas. */
export async function readThroughEach(
  replicas: readonly Replica[],
  ledger: Ledger,
  { signal, beforeCheckpoint = false, retryFor = 0 }: ReadOptions,
): Promise<Reading[]> {
  const end = performance.now() + retryFor;
  const readThrough = async (replica: Replica) => {
    const client = createReplicaClient(replica, createTimeoutSignals(signal, requestTimeout));
    const found = await readNotes(client, new Set(ledger.entries.keys()));
    return { replica: replica.name, node: replica.node, ...ledger.examine(found, { beforeCheckpoint }) };
  };
  for (;;) {
    try {
      return await Promise.all(replicas.map(readThrough));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError && error.status === 503) || performance.now() >= end) throw error;
      await pause(retryInterval, undefined, { signal });
    }
  }
}

/**
 * The notes with these ids, and all others that the lists contain. Notes that no list contains are requested by id: first
 * a sample, and the rest only if any of the sample exists.
 */
async function readNotes(client: NotesClient, ids: ReadonlySet<string>): Promise<Map<string, Note>> {
  const found = new Map<string, Note>();
  let cursor: string | null | undefined;
  // The newest notes come first: after a page without any of the ids, only few can follow, and they are requested by id.
  do {
    const page = await client.list({ limit: pageLimit.max, ...(cursor && { cursor }) });
    for (const note of page.notes) found.set(note.id, note);
    cursor = page.notes.some(({ id }) => ids.has(id)) ? page.next : null;
  } while (cursor);
  const unlisted = shuffled([...ids].filter((id) => !found.has(id)));
  const listed = found.size;
  const request = (some: readonly string[]) =>
    forEachLimited(some, concurrentRequests, async (id) => {
      const note = await client.get(id).then(({ note }) => note, nullIfMissing);
      if (note) found.set(id, note);
    });
  await request(unlisted.slice(0, sampleSize));
  if (found.size > listed) await request(unlisted.slice(sampleSize));
  return found;
}

/** A random order, so that no service can predict the sample. */
function shuffled(ids: readonly string[]): string[] {
  return ids
    .map((id) => ({ id, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ id }) => id);
}

function nullIfMissing(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}
