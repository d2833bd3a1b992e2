import { ApiError, type Note, type NotesClient, pageLimit } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import type { Ledger, Reading } from '@persistence-lab/experiment';
import { forEachLimited } from '../load/for-each-limited.ts';
import { createTimeoutSignals, createReplicaClient } from '../load/replica-client.ts';

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** See the ledger's `examine`. */
  readonly beforeCheckpoint?: boolean;
}

const timeout = 10_000;
const requestsAtOnce = 8;
const sampleSize = 50;

/** Reads every note of the ledger back through each of the replicas. */
export function readThroughEach(
  replicas: readonly Replica[],
  ledger: Ledger,
  { signal, beforeCheckpoint = false }: ReadOptions,
): Promise<Reading[]> {
  return Promise.all(
    replicas.map(async (replica) => {
      const found = await notesThrough(
        createReplicaClient(replica, createTimeoutSignals(signal, timeout)),
        new Set(ledger.entries.keys()),
      );
      return { replica: replica.name, node: replica.node, ...ledger.examine(found, { beforeCheckpoint }) };
    }),
  );
}

/**
 * The notes of these ids, and whatever else the lists show on the way. Notes that no list shows are asked for by their
 * ids: a sample of them, and when any of it is there all others.
 */
async function notesThrough(client: NotesClient, ids: ReadonlySet<string>): Promise<Map<string, Note>> {
  const found = new Map<string, Note>();
  let cursor: string | null | undefined;
  // Newest first: behind a page without any of these ids there are hardly more, and those are asked for one by one.
  do {
    const page = await client.list({ limit: pageLimit.max, ...(cursor && { cursor }) });
    for (const note of page.notes) found.set(note.id, note);
    cursor = page.notes.some(({ id }) => ids.has(id)) ? page.next : null;
  } while (cursor);
  const unlisted = shuffled([...ids].filter((id) => !found.has(id)));
  const listed = found.size;
  const ask = (some: readonly string[]) =>
    forEachLimited(some, requestsAtOnce, async (id) => {
      const note = await client.get(id).then(({ note }) => note, nullWhenMissing);
      if (note) found.set(id, note);
    });
  await ask(unlisted.slice(0, sampleSize));
  if (found.size > listed) await ask(unlisted.slice(sampleSize));
  return found;
}

/** In an order that no service can know. */
function shuffled(ids: readonly string[]): string[] {
  return ids
    .map((id) => ({ id, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ id }) => id);
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}
