import { randomBytes, randomUUID } from 'node:crypto';
import type { NotesClient } from '@persistence-lab/api';
import type { Replica } from '@persistence-lab/cluster';
import { createLedger, type Entry, type Ledger } from '@persistence-lab/experiment';
import { isRequestFailure } from '../observe/failures.ts';
import { createReplicaClient, createTimeoutSignals, forEachLimited } from './replica-client.ts';

/** Writes the notes of one subject and records in a ledger what was acknowledged. */
export interface Writer {
  readonly ledger: Ledger;
  /**
   * Writes through the replicas in turn until the ledger holds `count` acknowledged notes; every tenth write replaces
   * an earlier note, so that a stale answer can be recognised.
   * @throws the last failure, when the subject stops acknowledging
   */
  fill(replicas: readonly Replica[], count: number, signal: AbortSignal): Promise<void>;
  /** Writes one more note. False: not acknowledged within two seconds. */
  write(replica: Replica, signal: AbortSignal): Promise<boolean>;
  /** Replaces one of the latest notes, whichever replica wrote it. */
  replaceRecent(replica: Replica, signal: AbortSignal): Promise<boolean>;
  /** Starts an empty ledger, so that lost notes do not count against the next event. */
  startNewLedger(): void;
}

const concurrentRequests = 8;
const fillTimeout = 10_000;
const writeTimeout = 2_000;
const maxConsecutiveFailures = 24;
const recentNotes = 20;

/** @param run an id that distinguishes the notes of this run from those of others */
export function createWriter(subject: string, run: string): Writer {
  let ledgers = 0;
  const nextNotes = () => createNotes(`${run}-${subject}-${++ledgers}`);
  let notes = nextNotes();
  return {
    get ledger() {
      return notes.ledger;
    },
    fill: (replicas, count, signal) => fill(notes, replicas, count, signal),
    write: (replica, signal) => write(notes, notes.add(), replica, signal),
    replaceRecent: (replica, signal) => write(notes, notes.pick(recentNotes) ?? notes.add(), replica, signal),
    startNewLedger() {
      notes = nextNotes();
    },
  };
}

/** The notes of one ledger. */
interface Notes {
  readonly ledger: Ledger;
  add(): Entry;
  /** A random one of the latest `count` notes; undefined if its state is unknown or it is no longer expected. */
  pick(count?: number): Entry | undefined;
  put(entry: Entry, client: NotesClient): Promise<void>;
}

function createNotes(signature: string): Notes {
  const prefix = `${signature} `;
  const ledger = createLedger({ isOwnNote: ({ title }) => title.startsWith(prefix) });
  const entries: Entry[] = [];
  const busy = new Set<Entry>();
  let written = 0;
  return {
    ledger,
    add() {
      const entry = ledger.add(randomUUID());
      entries.push(entry);
      return entry;
    },
    pick(count = entries.length) {
      const entry = entries.at(-1 - Math.floor(Math.random() * Math.min(count, entries.length)));
      return entry && !busy.has(entry) && entry.unanswered.length === 0 && !entry.discarded ? entry : undefined;
    },
    async put(entry, client) {
      const draft = { title: `${prefix}${++written}`, text: randomBytes(90).toString('base64url') };
      busy.add(entry);
      entry.unanswered.push(draft);
      try {
        const { note } = await client.put(entry.id, draft);
        ledger.acknowledge(entry, note, draft);
      } finally {
        busy.delete(entry);
      }
    },
  };
}

async function fill(notes: Notes, replicas: readonly Replica[], count: number, signal: AbortSignal): Promise<void> {
  const nextSignal = createTimeoutSignals(signal, fillTimeout);
  const clients = replicas.map((replica) => createReplicaClient(replica, nextSignal));
  let failures = 0;
  const missing = () => {
    notes.ledger.checkpoint(); // so that everything acknowledged until now is expected
    return count - notes.ledger.expectedCount;
  };
  for (let open = missing(); open > 0; open = missing()) {
    await forEachLimited(writes(notes, clients, open), concurrentRequests, async ({ entry, client }) => {
      try {
        await notes.put(entry, client);
        failures = 0;
      } catch (error) {
        signal.throwIfAborted();
        if (!isRequestFailure(error) || ++failures >= maxConsecutiveFailures) throw error;
      }
    });
  }
}

function* writes(notes: Notes, clients: readonly NotesClient[], newNotes: number) {
  let open = newNotes;
  for (let turn = 1; open > 0; turn += 1) {
    const earlier = turn % 10 === 0 ? notes.pick() : undefined;
    if (!earlier) open -= 1;
    yield { entry: earlier ?? notes.add(), client: clients[turn % clients.length]! };
  }
}

async function write(notes: Notes, entry: Entry, replica: Replica, signal: AbortSignal): Promise<boolean> {
  try {
    await notes.put(entry, createReplicaClient(replica, createTimeoutSignals(signal, writeTimeout)));
    return true;
  } catch (error) {
    if (!isRequestFailure(error)) throw error;
    return false;
  }
}
