import { ApiError, type NotesClient } from '@persistence-lab/api';
import { v7 as uuidv7 } from 'uuid';
import type { Choose } from './choose.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Changes notes of its own, one after the other, each through a process of its choice. */
export interface CrashClient {
  /** Makes one change and writes down how it ended. */
  change(processes: readonly NotesClient[]): Promise<void>;
  /** Changes without an answer yet. */
  readonly waiting: number;
}

/** At most so many notes at a time; more would make the audits long. */
const mostNotes = 12;

export function createCrashClient(name: string, ledger: Ledger, choose: Choose): CrashClient {
  const own: Entry[] = [];
  let changes = 0;
  let waiting = 0;

  const draft = () => ({ title: name, text: `${name}-${changes++} `.repeat(1 + choose(40)) });

  async function create(process: NotesClient): Promise<void> {
    const sent = draft();
    ledger.unansweredCreations.add(sent);
    const { note } = await process.create(sent);
    const entry = ledger.add(note.id);
    own.push(entry);
    ledger.acknowledge(entry, note);
    ledger.unansweredCreations.delete(sent);
  }

  async function put(process: NotesClient, entry: Entry): Promise<void> {
    const sent = draft();
    entry.unanswered.push(sent);
    const { note } = await process.put(entry.id, sent);
    ledger.acknowledge(entry, note);
  }

  async function remove(process: NotesClient, entry: Entry): Promise<void> {
    entry.unanswered.push(null);
    try {
      await process.delete(entry.id);
      ledger.acknowledge(entry, null);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      // It deleted nothing: whether there may be no such note is for the audit to say.
      entry.unanswered.pop();
    }
  }

  function putNew(process: NotesClient): Promise<void> {
    const entry = ledger.add(uuidv7());
    own.push(entry);
    return put(process, entry);
  }

  function next(process: NotesClient): Promise<void> {
    if (own.length < mostNotes) return choose(2) === 0 ? create(process) : putNew(process);
    const entry = own[choose(own.length)]!;
    return choose(4) === 0 ? remove(process, entry) : put(process, entry);
  }

  return {
    get waiting() {
      return waiting;
    },
    async change(processes) {
      waiting++;
      try {
        await next(processes[choose(processes.length)]!);
      } catch (error) {
        // What fetch throws when there is no answer: the process was killed.
        if (!(error instanceof TypeError)) throw error;
      } finally {
        waiting--;
      }
    },
  };
}
