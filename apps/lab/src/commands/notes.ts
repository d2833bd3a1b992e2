import { ApiError, createNotesClient, type NotesClient, type NotesStorageReport } from '@persistence-lab/api';
import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';
import { addClusterOptions, type ClusterOptions, openCluster } from '../cluster-options.ts';
import { CannotRun } from '@persistence-lab/language';
import type { AddCommand } from './add-command.ts';
import { formatCount } from '@persistence-lab/report/amounts';
import { plain } from '@persistence-lab/report/plain';

interface Options extends ClusterOptions {
  readonly post?: string;
  readonly title: string;
  readonly list?: boolean;
  readonly limit: string;
}

/** Who is asked: a replica, or whichever answers at an address. */
interface Place {
  readonly client: NotesClient;
  /** Whose disk the notes are on. */
  holder(storage: NotesStorageReport): string;
}

const examples = `
Examples:
  npm run lab -- notes notes-pvc
  npm run lab -- notes notes-emptydir --post "remember the milk"
  npm run lab -- notes http://127.0.0.1:8081 --post "on the cluster of npm start"`;

/** `lab notes`: posts and lists notes, and tells which pod answers and where the notes are. */
export const addNotes: AddCommand = (program) => {
  const command = program
    .command('notes')
    .description('Post and list the notes of a subject, and tell who holds them')
    .argument('<subject>', 'such as notes-pvc, or an address such as http://127.0.0.1:8081')
    .option('--post <text>', 'write a note')
    .option('--title <title>', 'of that note', 'From the command line')
    .option('--list', 'list the newest notes: what it does when nothing is posted')
    .option('--limit <number>', 'how many notes to list, at most 500', '10');
  addClusterOptions(command)
    .addHelpText('after', examples)
    .action(async (name: string, options: Options) => {
      if (/^https?:/.test(name)) return notesAt(name, options);
      const { cluster } = await openCluster(options, console.log);
      try {
        await notes(await placesOf(cluster, name), options);
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

async function placesOf(cluster: Cluster, name: string): Promise<Place[]> {
  const subject = cluster.subject(name);
  if (subject.app !== 'notes-api') throw new CannotRun(`${name} keeps files, not notes: see "lab upload".`);
  const ready = await cluster.waitUntil(`${name} serves`, () => readyReplicas(cluster, subject), {
    timeout: patience,
    workload: subject,
  });
  const isOwn = cluster.dataWorkload(subject).name === subject.name;
  return ready.map((replica) => {
    const [holder = replica] = isOwn ? [replica] : cluster.dataReplicas(subject);
    return { client: clientOf('http://replica', replica.fetch), holder: () => `${holder.name} on ${holder.node}` };
  });
}

const placeAt = (address: string): Place => ({
  client: clientOf(address, fetch),
  holder: (storage) => (storage.volume === null ? storage.location : placeOf(storage)),
});

async function notesAt(address: string, options: Options): Promise<void> {
  await notes([placeAt(address)], options).catch((error: Error) => {
    if (error instanceof CannotRun) throw error;
    const { message } = error.cause instanceof Error ? error.cause : error;
    throw new CannotRun(`${address} does not answer as a notes API: ${message}`, { cause: error });
  });
}

async function notes(places: Place[], { post: text, title, list: asked, limit }: Options): Promise<void> {
  if (text !== undefined) await post(places[0]!, title, text);
  if (text !== undefined && !asked) return;
  const most = /^[1-9]\d{0,2}$/.test(limit) ? Math.min(500, Number(limit)) : refuse(limit);
  for (const place of places) await list(place, most);
}

async function post({ client, holder }: Place, title: string, text: string): Promise<void> {
  const { note, servedBy } = await client.create({ title, text }).catch(explain);
  const storage = await client.storage().catch(explain);
  console.log(`${note.id} acknowledged by ${servedBy ?? note.writtenBy}, on ${storage.node}`);
  console.log(`  kept by ${holder(storage)}: ${describeStorage(storage)}`);
}

async function list({ client, holder }: Place, limit: number): Promise<void> {
  const [storage, page] = await Promise.all([client.storage(), client.list({ limit })]).catch(explain);
  console.log(`${placeOf(storage)} serves ${formatCount(storage.notes)} notes`);
  console.log(`  kept by ${holder(storage)}: ${describeStorage(storage)}`);
  for (const { id, createdAt, title, text, writtenBy } of page.notes)
    console.log(`  ${id}  ${createdAt.slice(0, 19)}  ${plain(`${title}: ${text}`).slice(0, 60)}  (by ${writtenBy})`);
}

const placeOf = ({ pod, node }: NotesStorageReport) => (node === null ? pod : `${pod} on ${node}`);

/** What the notes are kept by, and what an acknowledgement means there. */
function describeStorage({ kind, store, location, acknowledgement, claim, volume }: NotesStorageReport): string {
  const what = volume === null ? store : `${volume.fileSystem ?? 'a folder'} at ${volume.mountPoint ?? location}`;
  const by = claim === null ? '' : `, claim ${claim}`;
  return `${kind}, ${what}${by}; acknowledged means: ${acknowledgement}`;
}

const clientOf = (baseUrl: string, send: typeof fetch): NotesClient =>
  createNotesClient({
    baseUrl,
    fetch: (url, init) => send(url, { ...init, signal: AbortSignal.timeout(10_000) }),
  });

function explain(error: unknown): never {
  if (error instanceof ApiError) throw new CannotRun(error.message, { cause: error });
  throw error;
}

function refuse(limit: string): never {
  throw new CannotRun(`--limit ${limit}: it is a whole number from 1 to 500.`);
}
