import { ApiError, createNotesClient, type Note, type NotesClient } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import { createHash, randomBytes } from 'node:crypto';
import { inTurns } from './in-turns.ts';

export type Verdict = 'survived' | 'partly lost' | 'lost' | 'corrupt';

export interface Reading {
  readonly verdict: Verdict;
  readonly acknowledged: number;
  readonly kept: number;
  /** Ids of notes that came back different. */
  readonly changed: string[];
}

/** Every note that a subject has acknowledged to us, and nothing else. */
export interface Ledger {
  /** Writes until it holds `count` notes, in turns through the replicas. Resolves once all are acknowledged. */
  writeUntil(count: number, replicas: Replica[]): Promise<void>;
  /** Writes one note and gives its id. */
  write(replica: Replica): Promise<string>;
  /** Reads every note back through one replica, byte for byte. */
  read(replica: Replica): Promise<Reading>;
  /** Whether this one note comes back unchanged. */
  has(replica: Replica, id: string): Promise<boolean>;
  forget(): void;
}

const requestsAtOnce = 4;

export const clientOf = (replica: Replica): NotesClient =>
  createNotesClient({ baseUrl: 'http://replica', fetch: replica.fetch });

export function createLedger(): Ledger {
  const checksums = new Map<string, string>();

  async function write(replica: Replica): Promise<string> {
    const draft = makeDraft();
    const { note } = await clientOf(replica).create(draft);
    // the answer is checked against what was sent: a note altered on its way in must not become the truth
    if (note.title !== draft.title || note.text !== draft.text) throw new Error(`${note.id} was acknowledged altered`);
    checksums.set(note.id, checksumOf(note));
    return note.id;
  }

  async function look(client: NotesClient, id: string): Promise<'kept' | 'missing' | 'changed'> {
    const note = await client.get(id).then(({ note }) => note, missing);
    if (note === undefined) return 'missing';
    return checksumOf(note) === checksums.get(id) ? 'kept' : 'changed';
  }

  return {
    write,
    async writeUntil(count, replicas) {
      const turns = Array.from({ length: Math.max(0, count - checksums.size) }, (_, turn) => turn);
      await inTurns(turns, requestsAtOnce, (turn) => write(replicas[turn % replicas.length]!));
    },
    async read(replica) {
      const client = clientOf(replica);
      const ids = [...checksums.keys()];
      const found = await inTurns(ids, requestsAtOnce, async (id) => ({ id, state: await look(client, id) }));
      const kept = found.filter(({ state }) => state === 'kept').length;
      const changed = found.filter(({ state }) => state === 'changed').map(({ id }) => id);
      return { verdict: verdictOf(ids.length, kept, changed.length), acknowledged: ids.length, kept, changed };
    },
    has: async (replica, id) => (await look(clientOf(replica), id)) === 'kept',
    forget: () => checksums.clear(),
  };
}

export function verdictOf(acknowledged: number, kept: number, changed: number): Verdict {
  if (changed > 0) return 'corrupt';
  if (kept === acknowledged) return 'survived';
  return kept === 0 ? 'lost' : 'partly lost';
}

/** Only the service's own "there is no such note" means missing; no answer at all is an error of the test. */
function missing(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) return undefined;
  throw error;
}

function makeDraft() {
  const size = randomBytes(2).readUInt16LE() % 3000;
  const text = `line one\n"quoted" \\ back\u2028 ünïcödé 🗄️ ${randomBytes(size).toString('base64')}`;
  return { title: `e2e ${randomBytes(4).toString('hex')}`, text };
}

// every field, in an order of its own: how the service orders them is its business
function checksumOf({ id, title, text, createdAt, updatedAt, version, writtenBy }: Note): string {
  const bytes = JSON.stringify([id, title, text, createdAt, updatedAt, version, writtenBy]);
  return createHash('sha256').update(bytes).digest('hex');
}
