import { ApiError, type NotesClient } from '@persistence-lab/api';
import { v7 as uuidv7 } from 'uuid';
import type { Choose } from './choose.ts';
import type { Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';

/** Creates, replaces and deletes notes that nobody else changes, one change after the other. */
export interface NoteChanger {
  /**
   * Makes one change through one of the replicas and writes down how it ended. Resolves with the note's entry when
   * the change was acknowledged; rejects when the answer is an error that no fault explains.
   */
  change(replicas: readonly NotesClient[]): Promise<Entry | undefined>;
  /** Changes without an answer yet. */
  readonly waiting: number;
}

/** At most so many notes at a time; more would make the audits long. */
const mostNotes = 12;

/** @param hasNoAnswer whether an error means that nobody knows what became of the change */
export function createNoteChanger(
  name: string,
  ledger: Ledger,
  choose: Choose,
  hasNoAnswer: (error: unknown) => boolean,
): NoteChanger {
  const own: Entry[] = [];
  let changes = 0;
  let waiting = 0;

  const draft = () => ({ title: name, text: `${name}-${changes++} `.repeat(1 + choose(40)) });

  async function create(replica: NotesClient): Promise<Entry> {
    const sent = draft();
    ledger.unansweredCreations.add(sent);
    const { note } = await replica.create(sent);
    const entry = ledger.add(note.id);
    own.push(entry);
    ledger.acknowledge(entry, note, sent);
    ledger.unansweredCreations.delete(sent);
    return entry;
  }

  async function put(replica: NotesClient, entry: Entry): Promise<Entry> {
    const sent = draft();
    entry.unanswered.push(sent);
    const { note } = await replica.put(entry.id, sent);
    ledger.acknowledge(entry, note, sent);
    return entry;
  }

  async function remove(replica: NotesClient, entry: Entry): Promise<Entry | undefined> {
    entry.unanswered.push(null);
    try {
      await replica.delete(entry.id);
      ledger.acknowledge(entry, null, null);
      return entry;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      // It deleted nothing: whether there may be no such note is for the audit to say.
      entry.unanswered.pop();
      return undefined;
    }
  }

  function putNew(replica: NotesClient): Promise<Entry> {
    const entry = ledger.add(uuidv7());
    own.push(entry);
    return put(replica, entry);
  }

  function next(replica: NotesClient): Promise<Entry | undefined> {
    if (own.length < mostNotes) return choose(2) === 0 ? create(replica) : putNew(replica);
    const entry = own[choose(own.length)]!;
    return choose(4) === 0 ? remove(replica, entry) : put(replica, entry);
  }

  return {
    get waiting() {
      return waiting;
    },
    async change(replicas) {
      waiting++;
      try {
        return await next(replicas[choose(replicas.length)]!);
      } catch (error) {
        if (!hasNoAnswer(error)) throw error;
        return undefined;
      } finally {
        waiting--;
      }
    },
  };
}
