import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, createNotesClient, type Note, type NotesClient } from '@persistence-lab/api';
import { ClusterError, openKubernetes, type Replica, type Subject } from '@persistence-lab/cluster';
import { parseDuration } from '@persistence-lab/config';
import { createRandom, createLedger, createNoteChanger, type Entry } from '@persistence-lab/experiment';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { scale, serving } from './events.ts';

/** How long pods are deleted under load: longer finds more. */
const soak = process.env['SOAK'] ?? '20s';
const duration = parseDuration(soak) ?? unreadable();
/** A slow machine goes on until it has seen as much as this. */
const fewestReads = 200;
const seed = Number(process.env['SOAK_SEED'] ?? Date.now());
const choose = createRandom(seed);

function unreadable(): never {
  throw new Error(`SOAK=${soak} is not a duration, such as 20s or 5m`);
}

const cluster = await openKubernetes();
afterAll(() => cluster.close());

const clientOf = ({ fetch }: Replica) => createNotesClient({ baseUrl: 'http://replica', fetch });

/** The pod was about to end, or the way to it had ended: nobody knows what became of the change. */
const hasNoAnswer = (error: unknown) =>
  error instanceof TypeError ||
  error instanceof ClusterError ||
  (error instanceof ApiError && [502, 503, 504].includes(error.status));

const readyClients = (subject: Subject) =>
  cluster
    .replicas(subject)
    .filter(({ ready, terminating }) => ready && !terminating)
    .map(clientOf);

/** What a replica says of a note; undefined: it did not answer. */
async function look(client: NotesClient, id: string): Promise<Note | null | undefined> {
  try {
    return (await client.get(id)).note;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    if (hasNoAnswer(error)) return undefined;
    throw error;
  }
}

async function listed(client: NotesClient): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  for await (const note of client.all(100)) notes.set(note.id, note);
  return notes;
}

it(
  `three replicas of notes-pvc-rwx keep every acknowledged change while their pods are deleted, and agree (SOAK_SEED=${seed})`,
  async () => {
    const subject = cluster.subject('notes-pvc-rwx');
    onTestFinished(async () => void (await scale(cluster, subject, subject.desiredReplicas)));
    await scale(cluster, subject, 3);
    // Notes of earlier tests are not in this ledger: they are set aside, and must stay as they are.
    const before = await listed((await serving(cluster, subject)).map(clientOf)[0]!);
    const ledger = createLedger();
    const counts = { deletions: 0, readElsewhere: 0 };
    const stale: string[] = [];
    const end = AbortSignal.timeout(duration);

    const readElsewhere = async ({ id, acknowledged }: Entry) => {
      const clients = readyClients(subject);
      const seen = clients.length === 0 ? undefined : await look(clients[choose(clients.length)]!, id);
      if (seen === undefined) return;
      counts.readElsewhere++;
      if (!isDeepStrictEqual(seen, acknowledged))
        stale.push(`${id}: ${JSON.stringify(seen)}, not ${JSON.stringify(acknowledged)}`);
    };
    const load = Array.from({ length: 6 }, async (_, n) => {
      const changer = createNoteChanger(`client ${n}`, ledger, choose, hasNoAnswer);
      while (!end.aborted || counts.readElsewhere < fewestReads) {
        const clients = readyClients(subject);
        const entry = clients.length === 0 ? await pause(50, undefined) : await changer.change(clients);
        if (entry) await readElsewhere(entry);
      }
    });
    const removal = (async () => {
      while (!end.aborted) {
        await pause(choose(5_000), undefined, { signal: end }).catch(() => undefined);
        const replicas = cluster.replicas(subject).filter(({ terminating }) => !terminating);
        const victim = replicas[choose(Math.max(1, replicas.length))];
        if (!victim || end.aborted) continue;
        counts.deletions++;
        await cluster.delete(victim).catch((error: unknown) => {
          if (!(error instanceof ClusterError)) throw error;
        });
      }
    })();
    await Promise.all([...load, removal]);

    const answers = await Promise.all((await serving(cluster, subject)).map((replica) => listed(clientOf(replica))));
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
