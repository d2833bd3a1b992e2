import { ApiError, createNotesClient, type NotesClient, type NotesStorageReport } from '@persistence-lab/api';
import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';
import { addClusterOptions, type ClusterOptions, openCluster } from '../cluster-options.ts';
import { CannotRun } from '../exit.ts';
import type { AddCommand } from './add-command.ts';
import { formatCount } from '../report/amounts.ts';
import { plain } from '../report/plain.ts';

interface Options extends ClusterOptions {
  readonly post?: string;
  readonly title: string;
  readonly limit: string;
}

const examples = `
Examples:
  npm run lab -- notes notes-pvc
  npm run lab -- notes notes-emptydir --post "remember the milk"`;

/** `lab notes`: posts and lists notes, and tells which pod answers and where the notes are. */
export const addNotes: AddCommand = (program) => {
  const command = program
    .command('notes')
    .description('Post and list the notes of a subject, and tell who holds them')
    .argument('<subject>', 'such as notes-pvc')
    .option('--post <text>', 'write a note')
    .option('--title <title>', 'of that note', 'From the command line')
    .option('--list', 'list the newest notes: what it does when nothing is posted')
    .option('--limit <number>', 'how many notes to list, at most 500', '10');
  addClusterOptions(command)
    .addHelpText('after', examples)
    .action(async (name: string, options: Options & { readonly list?: boolean }) => {
      const { cluster } = await openCluster(options, console.log);
      try {
        await notes(cluster, name, options);
      } finally {
        await cluster.close();
      }
    });
};

const patience = 30_000; // the simulated cluster has just begun

function readyReplicas(cluster: Cluster, subject: Subject): Replica[] | undefined {
  const ready = cluster.replicas(subject).filter((replica) => replica.ready);
  return ready.length > 0 ? ready : undefined;
}

async function notes(cluster: Cluster, name: string, options: Options & { readonly list?: boolean }): Promise<void> {
  const subject = cluster.subject(name);
  if (subject.app !== 'notes-api') throw new CannotRun(`${name} keeps files, not notes: see "lab upload".`);
  const ready = await cluster.until(`${name} serves`, () => readyReplicas(cluster, subject), {
    timeout: patience,
    of: subject,
  });
  if (options.post !== undefined) await post(cluster, subject, ready[0]!, options.title, options.post);
  if (options.post === undefined || options.list) {
    const limit = /^[1-9]\d{0,2}$/.test(options.limit) ? Math.min(500, Number(options.limit)) : refuse(options.limit);
    for (const replica of ready) await list(cluster, subject, replica, limit);
  }
}

async function post(cluster: Cluster, subject: Subject, replica: Replica, title: string, text: string): Promise<void> {
  const client = clientOf(replica);
  const { note, servedBy } = await client.create({ title, text }).catch(explain);
  console.log(`${note.id} acknowledged by ${servedBy ?? note.writtenBy}, on ${replica.node}`);
  console.log(`  kept by ${keeperOf(cluster, subject, replica, await client.storage())}`);
}

async function list(cluster: Cluster, subject: Subject, replica: Replica, limit: number): Promise<void> {
  const client = clientOf(replica);
  const [storage, page] = await Promise.all([client.storage(), client.list({ limit })]).catch(explain);
  console.log(`${replica.name} on ${replica.node} serves ${formatCount(storage.notes)} notes`);
  console.log(`  kept by ${keeperOf(cluster, subject, replica, storage)}`);
  for (const { id, createdAt, title, text, writtenBy } of page.notes)
    console.log(`  ${id}  ${createdAt.slice(0, 19)}  ${plain(`${title}: ${text}`).slice(0, 60)}  (by ${writtenBy})`);
}

/** Whose disk the notes are on, and what an acknowledgement means there. */
function keeperOf(cluster: Cluster, subject: Subject, replica: Replica, storage: NotesStorageReport): string {
  const { location, acknowledgement, claim, volume } = storage;
  const isOwn = cluster.holder(subject).name === subject.name;
  const [holder = replica] = isOwn ? [replica] : cluster.holders(subject);
  const what =
    volume === null ? storage.store : `${volume.fileSystem ?? 'a folder'} at ${volume.mountPoint ?? location}`;
  const by = claim === null ? '' : `, claim ${claim}`;
  return `${holder.name} on ${holder.node}: ${subject.kind}, ${what}${by}; acknowledged means: ${acknowledgement}`;
}

const clientOf = (replica: Replica): NotesClient =>
  createNotesClient({
    baseUrl: 'http://replica',
    fetch: (url, init) => replica.fetch(url, { ...init, signal: AbortSignal.timeout(10_000) }),
  });

function explain(error: unknown): never {
  if (error instanceof ApiError) throw new CannotRun(error.message, { cause: error });
  throw error;
}

function refuse(limit: string): never {
  throw new CannotRun(`--limit ${limit}: it is a whole number from 1 to 500.`);
}
