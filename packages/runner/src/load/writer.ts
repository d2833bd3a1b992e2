import { randomBytes, randomUUID } from 'node:crypto';
import type { Replica } from '@persistence-lab/cluster';
import { createLedger, type Entry, type Ledger } from '@persistence-lab/experiment';
import { forEachLimited } from './for-each-limited.ts';
import { createTimeoutSignals, isRequestFailure, createReplicaClient } from './replica-client.ts';

/** Writes one subject's notes and keeps the ledger of what was acknowledged. */
export interface Writer {
  readonly ledger: Ledger;
  /**
   * Writes through the replicas in turn until the ledger holds `count` acknowledged notes; every tenth write replaces
   * an earlier note, so that a stale answer can be told from a good one.
   * @throws the last failure, when the subject acknowledges nothing any more
   */
  fill(replicas: readonly Replica[], count: number, signal: AbortSignal): Promise<void>;
  /** Writes one note more; false: not acknowledged within two seconds. */
  write(replica: Replica, signal: AbortSignal): Promise<boolean>;
  /** Replaces one of the notes written last, through whichever replica. */
  replaceRecent(replica: Replica, signal: AbortSignal): Promise<boolean>;
  /** Begins a new ledger: what was lost once must not be counted against the next event. */
  startNewLedger(): void;
}

const requestsAtOnce = 8;
const fillPatience = 10_000;
const writePatience = 2_000;
const failuresInARow = 24;
const recent = 20;

/** @param run what distinguishes this run's notes from those of any other */
export function createWriter(subject: string, run: string): Writer {
  let generation = 0;
  let written = 0;
  let signature: string;
  let ledger: Ledger;
  let entries: Entry[];
  const busy = new Set<Entry>();

  function startNewLedger(): void {
    signature = `${run}-${subject}-${++generation}`;
    const prefix = `${signature} `;
    ledger = createLedger({ isOwnNote: ({ title }) => title.startsWith(prefix) });
    entries = [];
  }
  startNewLedger();

  async function put(entry: Entry, replica: Replica, limits: () => AbortSignal): Promise<void> {
    const book = ledger;
    const draft = { title: `${signature} ${++written}`, text: randomBytes(90).toString('base64url') };
    busy.add(entry);
    entry.unanswered.push(draft);
    try {
      const { note } = await createReplicaClient(replica, limits).put(entry.id, draft);
      book.acknowledge(entry, note, draft);
    } finally {
      busy.delete(entry);
    }
  }

  function newEntry(): Entry {
    const entry = ledger.add(randomUUID());
    entries.push(entry);
    return entry;
  }

  /** One of the last entries, if its fate is known and somebody owes it. */
  function oldEntry(last = entries.length): Entry | undefined {
    const entry = entries.at(-1 - Math.floor(Math.random() * Math.min(last, entries.length)));
    return entry && !busy.has(entry) && entry.unanswered.length === 0 && !entry.discarded ? entry : undefined;
  }

  async function attempt(entry: Entry, replica: Replica, signal: AbortSignal): Promise<boolean> {
    try {
      await put(entry, replica, createTimeoutSignals(signal, writePatience));
      return true;
    } catch (error) {
      if (!isRequestFailure(error)) throw error;
      return false;
    }
  }

  return {
    get ledger() {
      return ledger;
    },
    startNewLedger,
    async fill(replicas, count, signal) {
      const limits = createTimeoutSignals(signal, fillPatience);
      let failures = 0;
      const missing = () => {
        ledger.checkpoint(); // all that was acknowledged so far counts
        return count - ledger.expectedCount;
      };
      const turns = function* (open: number) {
        for (let turn = 1; open > 0; turn += 1) {
          const old = turn % 10 === 0 ? oldEntry() : undefined;
          if (!old) open -= 1;
          yield { entry: old ?? newEntry(), replica: replicas[turn % replicas.length]! };
        }
      };
      for (let open = missing(); open > 0; open = missing()) {
        await forEachLimited(turns(open), requestsAtOnce, async ({ entry, replica }) => {
          try {
            await put(entry, replica, limits);
            failures = 0;
          } catch (error) {
            signal.throwIfAborted();
            if (!isRequestFailure(error) || ++failures >= failuresInARow) throw error;
          }
        });
      }
    },
    write: (replica, signal) => attempt(newEntry(), replica, signal),
    replaceRecent: (replica, signal) => attempt(oldEntry(recent) ?? newEntry(), replica, signal),
  };
}
