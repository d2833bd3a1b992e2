import { ApiError, createNotesClient, type NotesClient, type NotesStorageReport } from '@persistence-lab/api';
import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';
import { addClusterOptions, type ClusterOptions, openCluster } from '../cluster-options.ts';
import { counted, type Language, type Text, UserError, untranslated } from '@persistence-lab/language';
import { wholeNumber } from '../option-values.ts';
import type { AddCommand } from './add-command.ts';
import { formatTime } from '@persistence-lab/report/cell-facts';
import { plain } from '@persistence-lab/report/text/plain';

interface Options extends ClusterOptions {
  readonly post?: string;
  readonly title: string;
  readonly list?: boolean;
  readonly limit: number;
}

/** A replica, or the service behind an address. */
interface Endpoint {
  readonly client: NotesClient;
  /** The pod, or the database, whose disk the notes are on. */
  storedBy(storage: NotesStorageReport): string;
}

const texts = {
  description: {
    en: 'Post and list the notes of a subject, and show where they are stored',
    'pt-BR': 'Cria e lista as notas de um alvo e mostra onde estão armazenadas',
  },
  subject: {
    en: 'A subject such as notes-pvc, or an address such as http://127.0.0.1:8081',
    'pt-BR': 'Um alvo, como notes-pvc, ou um endereço, como http://127.0.0.1:8081',
  },
  post: { en: 'Write a note with this text', 'pt-BR': 'Grava uma nota com este texto' },
  title: { en: 'Title of that note', 'pt-BR': 'Título dessa nota' },
  defaultTitle: { en: 'From the command line', 'pt-BR': 'Da linha de comando' },
  list: {
    en: 'List the newest notes (default unless --post is given)',
    'pt-BR': 'Lista as notas mais recentes (padrão, a não ser com --post)',
  },
  limit: { en: 'Number of notes to list, at most 500', 'pt-BR': 'Número de notas a listar, no máximo 500' },
  help: {
    en: `
Examples:
  lab notes notes-pvc
  lab notes notes-emptydir --post "remember the milk"
  lab notes http://127.0.0.1:8081 --post "on the cluster of npm start"`,
    'pt-BR': `
Exemplos:
  lab notes notes-pvc
  lab notes notes-emptydir --post "comprar leite"
  lab notes http://127.0.0.1:8081 --post "no cluster de npm start"`,
  },
} as const satisfies Record<string, Text>;

const noteNoun = { en: ['note', 'notes'], 'pt-BR': ['nota', 'notas'] } as const;

/** `lab notes`: post and list notes, and show which pod answers and where the notes are stored. */
export const addNotes: AddCommand = (program, language) => {
  const command = program
    .command('notes')
    .description(texts.description[language])
    .argument('<subject>', texts.subject[language])
    .option('--post <text>', texts.post[language])
    .option('--title <title>', texts.title[language], texts.defaultTitle[language])
    .option('--list', texts.list[language])
    .option('--limit <n>', texts.limit[language], wholeNumber(1, 500, language), 10);
  addClusterOptions(command, language)
    .addHelpText('after', texts.help[language])
    .action(async (name: string, options: Options) => {
      if (/^https?:/.test(name)) return notesAt(name, options, language);
      const { cluster } = await openCluster(options, language, console.log);
      try {
        await notes(await endpointsOf(cluster, name), options, language);
      } finally {
        await cluster.close();
      }
    });
};

// Milliseconds: the simulated cluster may have just started.
const readyTimeout = 30_000;

function readyReplicas(cluster: Cluster, subject: Subject): Replica[] | undefined {
  const ready = cluster.replicas(subject).filter((replica) => replica.ready);
  return ready.length > 0 ? ready : undefined;
}

async function endpointsOf(cluster: Cluster, name: string): Promise<Endpoint[]> {
  const subject = cluster.subject(name);
  if (subject.app !== 'notes-api')
    throw new UserError({
      en: `${name} stores files, not notes: see "lab upload --help".`,
      'pt-BR': `${name} armazena arquivos, não notas: veja "lab upload --help".`,
    });
  const ready = await cluster.waitUntil(`${name} serves`, () => readyReplicas(cluster, subject), {
    timeout: readyTimeout,
    workload: subject,
  });
  const isOwn = cluster.dataWorkload(subject).name === subject.name;
  return ready.map((replica) => {
    const [data = replica] = isOwn ? [replica] : cluster.dataReplicas(subject);
    return { client: clientOf('http://replica', replica.fetch), storedBy: () => podOnNode(data.name, data.node) };
  });
}

const endpointAt = (address: string): Endpoint => ({
  client: clientOf(address, fetch),
  storedBy: (storage) => (storage.volume === null ? storage.location : podOnNode(storage.pod, storage.node)),
});

async function notesAt(address: string, options: Options, language: Language): Promise<void> {
  await notes([endpointAt(address)], options, language).catch((error: Error) => {
    if (error instanceof UserError) throw error;
    const { message } = error.cause instanceof Error ? error.cause : error;
    throw new UserError(
      {
        en: `${address} does not answer as a notes API: ${message}`,
        'pt-BR': `${address} não responde como uma API de notas: ${message}`,
      },
      { cause: error },
    );
  });
}

async function notes(
  endpoints: readonly Endpoint[],
  { post: text, title, list: asked, limit }: Options,
  language: Language,
): Promise<void> {
  if (text !== undefined) await post(endpoints[0]!, { title, text }, language);
  if (text !== undefined && !asked) return;
  for (const endpoint of endpoints) await list(endpoint, limit, language);
}

async function post(
  { client, storedBy }: Endpoint,
  draft: { readonly title: string; readonly text: string },
  language: Language,
): Promise<void> {
  const { note, servedBy } = await client.create(draft).catch(rethrow);
  const storage = await client.storage().catch(rethrow);
  const by = podOnNode(servedBy ?? note.writtenBy, storage.node);
  console.log(`${note.id} ${{ en: 'acknowledged by', 'pt-BR': 'confirmada por' }[language]} ${by}`);
  console.log(describeStorage(storage, storedBy(storage), language));
}

async function list({ client, storedBy }: Endpoint, limit: number, language: Language): Promise<void> {
  const [storage, page] = await Promise.all([client.storage(), client.list({ limit })]).catch(rethrow);
  const serves = { en: 'serves', 'pt-BR': 'serve' }[language];
  console.log(`${podOnNode(storage.pod, storage.node)} ${serves} ${counted(storage.notes, noteNoun)[language]}`);
  console.log(describeStorage(storage, storedBy(storage), language));
  for (const { id, createdAt, title, text, writtenBy } of page.notes)
    console.log(`  ${id}  ${formatTime(createdAt)}  ${plain(`${title}: ${text}`).slice(0, 60)}  (${writtenBy})`);
}

const podOnNode = (pod: string, node: string | null): string => (node === null ? pod : `${pod} (${node})`);

/** Where the notes are stored, and what an acknowledgement means there. */
function describeStorage(
  { kind, store, location, acknowledgement, claim, volume }: NotesStorageReport,
  storedBy: string,
  language: Language,
): string {
  const folder = { en: 'folder', 'pt-BR': 'pasta' }[language];
  const where = volume === null ? store : `${volume.fileSystem ?? folder} ${volume.mountPoint ?? location}`;
  const by = claim === null ? '' : `, PVC ${claim}`;
  return {
    en: `  stored by ${storedBy}: ${kind}, ${where}${by}; acknowledged means: ${acknowledgement}`,
    'pt-BR': `  armazenadas em ${storedBy}: ${kind}, ${where}${by}; confirmada significa: ${acknowledgement}`,
  }[language];
}

const clientOf = (baseUrl: string, send: typeof fetch): NotesClient =>
  createNotesClient({
    baseUrl,
    fetch: (url, init) => send(url, { ...init, signal: AbortSignal.timeout(10_000) }),
  });

/** The API's problem documents are in English. */
function rethrow(error: unknown): never {
  if (error instanceof ApiError) throw new UserError(untranslated(error.message), { cause: error });
  throw error;
}
