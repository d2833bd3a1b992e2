import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, createNotesClient, type Note, type NotesClient } from '@persistence-lab/api';
import { ClusterError, openKubernetes, type Replica, type Subject } from '@persistence-lab/cluster';
import { parseDuration } from '@persistence-lab/config';
import { createRandom, createLedger, createNoteChanger, type Entry } from '@persistence-lab/experiment';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { scale, waitUntilServing } from './events.ts';

/** How long Pods are deleted under load. */
const soak = process.env['SOAK'] ?? '20s';
const duration = parseDuration(soak) ?? invalidDuration();
/** On a slow machine the test continues until it has this many reads. */
const minimumReads = 200;
const seed = Number(process.env['SOAK_SEED'] ?? Date.now());
const choose = createRandom(seed);

function invalidDuration(): never {
  throw new Error(`SOAK=${soak}: expected a duration such as 20s or 5m`);
}

const cluster = await openKubernetes();
afterAll(() => cluster.close());

const clientOf = ({ fetch }: Replica) => createNotesClient({ baseUrl: 'http://replica', fetch });

/** The Pod was terminating or unreachable: the outcome of the request is unknown. */
const isRequestFailure = (error: unknown) =>
  error instanceof TypeError ||
  error instanceof ClusterError ||
  (error instanceof ApiError && [502, 503, 504].includes(error.status));

const readyClients = (subject: Subject) =>
  cluster
    .replicas(subject)
    .filter(({ ready, terminating }) => ready && !terminating)
    .map(clientOf);

/** A replica's version of a note: null if it has none, undefined if it did not answer. */
async function read(client: NotesClient, id: string): Promise<Note | null | undefined> {
  try {
    return (await client.get(id)).note;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    if (isRequestFailure(error)) return undefined;
    throw error;
  }
}

async function listNotes(client: NotesClient): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  for await (const note of client.all(100)) notes.set(note.id, note);
  return notes;
}

it(
  `three replicas of notes-pvc-rwx keep every acknowledged change while their Pods are deleted, and agree (SOAK_SEED=${seed})`,
  async () => {
    const subject = cluster.subject('notes-pvc-rwx');
    onTestFinished(async () => void (await scale(cluster, subject, subject.desiredReplicas)));
    await scale(cluster, subject, 3);
    // Notes of earlier tests are not in this ledger, and must not change.
    const before = await listNotes((await waitUntilServing(cluster, subject)).map(clientOf)[0]!);
    const ledger = createLedger();
    const counts = { deletions: 0, readElsewhere: 0 };
    const stale: string[] = [];
    const end = AbortSignal.timeout(duration);

    const readElsewhere = async ({ id, acknowledged }: Entry) => {
      const clients = readyClients(subject);
      const found = clients.length === 0 ? undefined : await read(clients[choose(clients.length)]!, id);
      if (found === undefined) return;
      counts.readElsewhere++;
      if (!isDeepStrictEqual(found, acknowledged))
        stale.push(`${id}: ${JSON.stringify(found)}, not ${JSON.stringify(acknowledged)}`);
    };
    const load = Array.from({ length: 6 }, async (_, n) => {
      const changer = createNoteChanger(`client ${n}`, ledger, choose, isRequestFailure);
      while (!end.aborted || counts.readElsewhere < minimumReads) {
        const clients = readyClients(subject);
        const entry = clients.length === 0 ? await pause(50, undefined) : await changer.change(clients);
        if (entry) await readElsewhere(entry);
      }
    });
    const removal = (async () => {
      while (!end.aborted) {
        await pause(choose(5_000), undefined, { signal: end }).catch(() => undefined);
        const replicas = cluster.replicas(subject).filter(({ terminating }) => !terminating);
        const target = replicas[choose(Math.max(1, replicas.length))];
        if (!target || end.aborted) continue;
        counts.deletions++;
        await cluster.delete(target).catch((error: unknown) => {
          if (!(error instanceof ClusterError)) throw error;
        });
      }
    })();
    await Promise.all([...load, removal]);

    const answers = await Promise.all(
      (await waitUntilServing(cluster, subject)).map((replica) => listNotes(clientOf(replica))),
    );
    console.log(
      `${ledger.acknowledgements} changes acknowledged, ${counts.readElsewhere} read at once on a random replica, ` +
        `${counts.deletions} pods deleted, ${ledger.entries.size} notes compared on ${answers.length} replicas`,
    );
    expect(stale, 'read right after an acknowledgement').toEqual([]);
    for (const found of answers) {
      expect(new Map([...found].filter(([id]) => before.has(id)))).toEqual(before);
      expect(ledger.audit(new Map([...found].filter(([id]) => !before.has(id))))).toEqual([]);
      expect(found).toEqual(answers[0]);
    }
    expect(ledger.acknowledgements).toBeGreaterThan(0);
    expect(counts.deletions).toBeGreaterThan(0);
  },
  duration + 300_000,
);
