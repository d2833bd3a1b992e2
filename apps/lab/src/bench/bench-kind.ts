import { createNotesClient, type NotesClient } from '@persistence-lab/api';
import type { Cluster, Replica } from '@persistence-lab/cluster';
import { type Language, messageFor, type Text } from '@persistence-lab/language';
import type { NotesRate } from './measurement.ts';

export interface RateOptions {
  /** Milliseconds of writing. */
  readonly runtime: number;
  /** Ends the writing early; the notes are deleted all the same. */
  readonly signal: AbortSignal;
  readonly language: Language;
}

/** Enough for writes to share an fsync, few enough for the API server's proxy. */
const writers = 16;

const notDeployed: Text = {
  en: 'no notes API is deployed on this kind',
  'pt-BR': 'nenhuma API de notas está implantada neste tipo',
};
const noReadyReplica: Text = { en: 'no replica is ready', 'pt-BR': 'nenhuma réplica está pronta' };

/** Writes notes to one replica of each subject of these kinds, one subject after another, and deletes them again. */
export async function benchKinds(
  cluster: Pick<Cluster, 'subjects' | 'replicas'>,
  kinds: readonly string[],
  options: RateOptions,
): Promise<NotesRate[]> {
  const { language } = options;
  const rates: NotesRate[] = [];
  for (const kind of kinds) {
    const subjects = cluster.subjects().filter((subject) => subject.kind === kind && subject.app === 'notes-api');
    if (subjects.length === 0) rates.push(withoutRate(kind, notDeployed[language]));
    for (const subject of subjects) {
      const replica = cluster.replicas(subject).find(({ ready }) => ready);
      rates.push(
        replica
          ? await benchReplica(subject.name, replica, options)
          : withoutRate(subject.name, noReadyReplica[language]),
      );
    }
  }
  return rates;
}

const withoutRate = (subject: string, couldNotRun: string): NotesRate => ({
  subject,
  node: null,
  notesPerSecond: null,
  couldNotRun,
});

async function benchReplica(
  subject: string,
  { node, fetch }: Replica,
  { runtime, signal, language }: RateOptions,
): Promise<NotesRate> {
  const client = createNotesClient({ baseUrl: 'http://replica', fetch });
  const written: string[] = [];
  try {
    const start = performance.now();
    const isOver = () => signal.aborted || performance.now() - start >= runtime;
    await inParallel(async () => {
      while (!isOver()) written.push(await createNote(client));
    });
    const seconds = (performance.now() - start) / 1_000;
    signal.throwIfAborted();
    return { subject, node, notesPerSecond: written.length / seconds, couldNotRun: null };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return withoutRate(subject, messageFor(error, language));
  } finally {
    await inParallel(async () => {
      for (let id = written.pop(); id !== undefined; id = written.pop()) await client.delete(id);
    });
  }
}

const createNote = async (client: NotesClient): Promise<string> =>
  (await client.create({ title: 'Benchmark', text: 'x'.repeat(200) })).note.id;

const inParallel = async (work: () => Promise<void>): Promise<void> => {
  await Promise.all(Array.from({ length: writers }, work));
};
