import { ApiError, type Note, type NotesClient, pageLimit } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import type { Ledger, Reading } from '@persistence-lab/experiment';
import { eachAtOnce } from './each-at-once.ts';
import { createLimits, notesOf } from './notes-of.ts';

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** See the ledger's `examine`. */
  readonly beforeMark?: boolean;
}

const patience = 10_000;
const requestsAtOnce = 8;

/** Reads every note of the ledger back through each of the replicas. */
export function readThroughEach(
  replicas: readonly Replica[],
  ledger: Ledger,
  { signal, beforeMark = false }: ReadOptions,
): Promise<Reading[]> {
  return Promise.all(
    replicas.map(async (replica) => {
      const found = await notesThrough(
        notesOf(replica, createLimits(signal, patience)),
        new Set(ledger.entries.keys()),
      );
      return { replica: replica.name, node: replica.node, ...ledger.examine(found, { beforeMark }) };
    }),
  );
}

/** The notes of these ids, and whatever else the lists show on the way; a note that no list shows is asked for by its id. */
async function notesThrough(client: NotesClient, ids: ReadonlySet<string>): Promise<Map<string, Note>> {
  const found = new Map<string, Note>();
  let cursor: string | null | undefined;
  // Newest first: behind a page without any of these ids there are hardly more, and those are asked for one by one.
  do {
    const page = await client.list({ limit: pageLimit.max, ...(cursor && { cursor }) });
    for (const note of page.notes) found.set(note.id, note);
    cursor = page.notes.some(({ id }) => ids.has(id)) ? page.next : null;
  } while (cursor);
  const missing = [...ids].filter((id) => !found.has(id));
  await eachAtOnce(missing, requestsAtOnce, async (id) => {
    const note = await client.get(id).then(({ note }) => note, nullWhenMissing);
    if (note) found.set(id, note);
  });
  return found;
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}
