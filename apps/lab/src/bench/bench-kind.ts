import { createNotesClient, type NotesClient } from '@persistence-lab/api';
import type { Cluster, Replica } from '@persistence-lab/cluster';
import type { NotesRate } from './measurement.ts';

export interface RateOptions {
  /** Milliseconds of writing. */
  readonly patience: number;
  /** Ends it early; what was written is taken away all the same. */
  readonly signal: AbortSignal;
}

/** Enough to share a sync between many, few enough for the API server's proxy. */
const writers = 16;

/** Writes notes to one replica of each subject of these kinds, one subject after another, and takes them away again. */
export async function benchKinds(
  cluster: Pick<Cluster, 'subjects' | 'replicas'>,
  kinds: readonly string[],
  options: RateOptions,
): Promise<NotesRate[]> {
  const rates: NotesRate[] = [];
  for (const kind of kinds) {
    const subjects = cluster.subjects().filter((subject) => subject.kind === kind && subject.app === 'notes-api');
    if (subjects.length === 0) rates.push(none(kind, 'no notes API is deployed on this kind'));
    for (const subject of subjects) {
      const replica = cluster.replicas(subject).find(({ ready }) => ready);
      rates.push(
        replica ? await benchReplica(subject.name, replica, options) : none(subject.name, 'no replica is ready'),
      );
    }
  }
  return rates;
}

const none = (subject: string, couldNotRun: string): NotesRate => ({
  subject,
  node: null,
  notesPerSecond: null,
  couldNotRun,
});

async function benchReplica(
  subject: string,
  { node, fetch }: Replica,
  { patience, signal }: RateOptions,
): Promise<NotesRate> {
  const client = createNotesClient({ baseUrl: 'http://replica', fetch });
  const written: string[] = [];
  try {
    const began = performance.now();
    const isOver = () => signal.aborted || performance.now() - began >= patience;
    await atOnce(writers, async () => {
      while (!isOver()) written.push(await writeOne(client));
    });
    const seconds = (performance.now() - began) / 1_000;
    signal.throwIfAborted();
    return { subject, node, notesPerSecond: written.length / seconds, couldNotRun: null };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return none(subject, (error as Error).message);
  } finally {
    await takeAway(client, written);
  }
}

const writeOne = async (client: NotesClient): Promise<string> =>
  (await client.create({ title: 'Benchmark', text: 'x'.repeat(200) })).note.id;

async function takeAway(client: NotesClient, ids: string[]): Promise<void> {
  await atOnce(writers, async () => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) await client.delete(id);
  });
}

const atOnce = async (count: number, work: () => Promise<void>): Promise<void> => {
  await Promise.all(Array.from({ length: count }, work));
};
