import { ApiError, type NoteDraft, type NotesClient } from '@persistence-lab/api';
import { v7 as uuidv7 } from 'uuid';
import type { Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';

/** Creates, replaces and deletes its own notes at random, one change after the other. */
export interface NoteChanger {
  /**
   * Makes one change through one of the replicas and records its result. Resolves with the entry of the note when the
   * change was acknowledged; rejects with an error of the service that no fault explains.
   */
  change(replicas: readonly NotesClient[]): Promise<Entry | undefined>;
  /** Changes without an answer yet. */
  readonly pending: number;
}

/** Limits the notes of one changer, which keeps audits short. */
const maxNotes = 12;

/** @param isRequestFailure whether after an error the result of the change is unknown */
export function createNoteChanger(
  name: string,
  ledger: Ledger,
  random: Random,
  isRequestFailure: (error: unknown) => boolean,
): NoteChanger {
  const own: Entry[] = [];
  let changes = 0;
  let pending = 0;

  const draft = () => ({ title: name, text: `${name}-${changes++} `.repeat(1 + random(40)) });

  async function changeNext(replica: NotesClient): Promise<Entry | undefined> {
    if (own.length < maxNotes) {
      if (random(2) === 0) return create(ledger, replica, draft(), own);
      const entry = ledger.add(uuidv7());
      own.push(entry);
      return put(ledger, replica, entry, draft());
    }
    const entry = own[random(own.length)]!;
    return random(4) === 0 ? remove(ledger, replica, entry) : put(ledger, replica, entry, draft());
  }

  return {
    get pending() {
      return pending;
    },
    async change(replicas) {
      pending++;
      try {
        return await changeNext(replicas[random(replicas.length)]!);
      } catch (error) {
        if (!isRequestFailure(error)) throw error;
        return undefined;
      } finally {
        pending--;
      }
    },
  };
}

async function create(ledger: Ledger, replica: NotesClient, sent: NoteDraft, own: Entry[]): Promise<Entry> {
  ledger.unansweredCreations.add(sent);
  const { note } = await replica.create(sent);
  const entry = ledger.add(note.id);
  own.push(entry);
  ledger.acknowledge(entry, note, sent);
  ledger.unansweredCreations.delete(sent);
  return entry;
}

async function put(ledger: Ledger, replica: NotesClient, entry: Entry, sent: NoteDraft): Promise<Entry> {
  entry.unanswered.push(sent);
  const { note } = await replica.put(entry.id, sent);
  ledger.acknowledge(entry, note, sent);
  return entry;
}

async function remove(ledger: Ledger, replica: NotesClient, entry: Entry): Promise<Entry | undefined> {
  entry.unanswered.push(null);
  try {
    await replica.delete(entry.id);
    ledger.acknowledge(entry, null, null);
    return entry;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    // The request deleted nothing: the audit decides whether the note may be missing.
    entry.unanswered.pop();
    return undefined;
  }
}
