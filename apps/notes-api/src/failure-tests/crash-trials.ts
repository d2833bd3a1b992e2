import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ApiError, type Note, type NotesClient } from '@persistence-lab/api';
import {
  type Random,
  createLedger,
  createNoteChanger,
  type Ledger,
  type NoteChanger,
} from '@persistence-lab/experiment';
import { type KillState, killState, killStates, listFolder } from './kill-states.ts';

/** A running process of the notes API. */
export interface RunningService {
  readonly url: string;
  readonly client: NotesClient;
  end(signal: NodeJS.Signals): Promise<unknown>;
}

export interface CrashTrialOptions {
  /** Starts a process on the folder. */
  readonly start: (folder: string, name: string) => Promise<RunningService>;
  /** Starts a process and kills it after a time in milliseconds: before it listens, or while it merges journals. */
  readonly startAndKill: (folder: string, name: string, after: number) => Promise<void>;
  /** Number of processes on one folder. */
  readonly processes: number;
  readonly crashes: number;
  /** Creates an empty folder; called for every fifty crashes, so that audits stay short. */
  readonly makeFolder: () => Promise<string>;
  readonly choose: Random;
}

export interface CrashTrialResult {
  readonly acknowledged: number;
  readonly kills: Record<KillState, number>;
  /** Number of notes compared after crashes, through every process. */
  readonly audited: number;
  /** Lost or changed notes, and differences between processes. */
  readonly problems: string[];
}

/** Whether `fetch` failed without a response. */
const isRequestFailure = (error: unknown) => error instanceof TypeError;

const crashesPerFolder = 50;
const clientsCount = 8;

/** Repeatedly kills and restarts processes under load on one folder, and compares their notes with the ledger. */
export async function runCrashTrials(options: CrashTrialOptions): Promise<CrashTrialResult> {
  const kills = Object.fromEntries(killStates.map((state) => [state, 0])) as Record<KillState, number>;
  const result = { acknowledged: 0, audited: 0, kills, problems: [] as string[] };
  for (let done = 0; done < options.crashes && result.problems.length === 0; done += crashesPerFolder) {
    await runFolder({ ...options, crashes: Math.min(crashesPerFolder, options.crashes - done) }, result);
  }
  return result;
}

async function runFolder(
  { start, startAndKill, processes, crashes, makeFolder, choose }: CrashTrialOptions,
  result: CrashTrialResult & { acknowledged: number; audited: number },
): Promise<void> {
  const folder = await makeFolder();
  const ledger = createLedger();
  const clients = Array.from({ length: clientsCount }, (_, n) =>
    createNoteChanger(`client ${n}`, ledger, choose, isRequestFailure),
  );
  let startTime = 0;
  const restart = async (at: number) => {
    const begun = performance.now();
    services[at] = await start(folder, `writer-${at}`);
    startTime = performance.now() - begun;
  };
  const services = await Promise.all(Array.from({ length: processes }, (_, n) => start(folder, `writer-${n}`)));
  let names = new Set<string>();
  const count = async (fallback: KillState) => {
    const files = await listFolder(join(folder, 'notes'));
    result.kills[killState(names, files, fallback)]++;
    names = files;
  };
  for (let crash = 0; crash < crashes && result.problems.length === 0; crash++) {
    const targets = choose(4) === 0 ? services.map((_, at) => at) : [choose(services.length)];
    await count(await crashUnderLoad(services, targets, { ledger, clients, choose }));
    if (startTime > 0 && crash + 1 < crashes && choose(4) === 0) {
      crash++;
      await startAndKill(folder, `writer-${targets[0]}`, startTime * (0.6 + choose(60) / 100));
      await count('starting');
    }
    await Promise.all(targets.map(restart));
    result.problems.push(...(await auditAll(services, ledger)));
    result.audited += ledger.entries.size * services.length;
  }
  result.acknowledged += ledger.acknowledgements;
  await Promise.all(services.map((service) => service.end('SIGTERM')));
}

interface Load {
  readonly ledger: Ledger;
  readonly clients: readonly NoteChanger[];
  readonly choose: Random;
}

/**
 * Kills processes at a random moment after the first acknowledgements, sometimes without changes in progress. Returns
 * whether changes were in progress.
 */
async function crashUnderLoad(
  services: readonly RunningService[],
  targets: readonly number[],
  { ledger, clients, choose }: Load,
): Promise<KillState> {
  const goal = ledger.acknowledgements + 1 + choose(150);
  const loading = new AbortController();
  const running = clients.map(async (client) => {
    while (!loading.signal.aborted) await client.change(services.map((service) => service.client));
  });
  while (ledger.acknowledgements < goal) await Promise.race([setTimeout(1), ...running]);
  await setTimeout(choose(40));
  if (choose(8) === 0) {
    loading.abort();
    await Promise.all(running);
  }
  const waiting = clients.reduce((sum, client) => sum + client.pending, 0);
  await Promise.all(targets.map((at) => services[at]!.end('SIGKILL')));
  loading.abort();
  await Promise.all(running);
  return waiting > 0 ? 'batch in progress' : 'idle';
}

/** Audits every note through every process, both individually and as a list. */
async function auditAll(services: readonly RunningService[], ledger: Ledger): Promise<string[]> {
  const problems: string[] = [];
  for (const { client } of services) {
    const listed = await readList(client);
    problems.push(...ledger.audit(listed));
    const read = await readEach(client, [...ledger.entries.keys()]);
    problems.push(...ledger.audit(read));
  }
  return [...problems, ...(await findDisagreement(services)), ...(await findUnready(services))];
}

async function readList(client: NotesClient): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  for await (const note of client.all(25)) notes.set(note.id, note);
  return notes;
}

async function readEach(client: NotesClient, ids: string[]): Promise<Map<string, Note>> {
  const notes = await Promise.all(ids.map((id) => readOne(client, id)));
  return new Map(notes.filter((note) => note !== undefined).map((note) => [note.id, note]));
}

async function readOne(client: NotesClient, id: string): Promise<Note | undefined> {
  try {
    return (await client.get(id)).note;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** Waits for equal lists: until a merge is complete, only one process may see a change that was not acknowledged. */
async function findDisagreement(services: readonly RunningService[]): Promise<string[]> {
  const agree = async () => {
    const [first, ...others] = await Promise.all(services.map(({ client }) => readList(client)));
    return others.every((notes) => isDeepStrictEqual(notes, first));
  };
  return (await becomesTrue(agree)) ? [] : ['the processes return different notes'];
}

async function findUnready(services: readonly RunningService[]): Promise<string[]> {
  const ready = async ({ url }: RunningService) => (await fetch(`${url}/readyz`)).ok;
  const results = await Promise.all(services.map((service) => becomesTrue(() => ready(service))));
  return results.every(Boolean) ? [] : ['a process did not become ready'];
}

const timeout = 10_000;

async function becomesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + timeout; Date.now() < deadline; await setTimeout(50)) {
    if (await condition()) return true;
  }
  return false;
}
