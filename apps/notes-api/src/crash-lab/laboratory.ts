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
import { type KillState, killState, killStates, listFolder } from './folder-state.ts';

/** A process of the notes API that runs. */
export interface RunningService {
  readonly url: string;
  readonly client: NotesClient;
  end(signal: NodeJS.Signals): Promise<unknown>;
}

export interface LaboratoryOptions {
  /** Starts a process on the folder. */
  readonly start: (folder: string, name: string) => Promise<RunningService>;
  /** Starts one and kills it so many milliseconds later: before it listens, or while it merges what it found. */
  readonly startAndKill: (folder: string, name: string, after: number) => Promise<void>;
  /** Processes on one folder. */
  readonly processes: number;
  readonly crashes: number;
  /** Makes an empty folder; there is a new one every fifty crashes, so that audits stay short. */
  readonly makeFolder: () => Promise<string>;
  readonly choose: Random;
}

export interface LaboratoryResult {
  readonly acknowledged: number;
  readonly kills: Record<KillState, number>;
  /** Notes compared after crashes, through every process. */
  readonly audited: number;
  /** What was lost, changed, or told differently by two processes. */
  readonly problems: string[];
}

/** What fetch throws when there is no answer. */
const isKilled = (error: unknown) => error instanceof TypeError;

const crashesPerFolder = 50;
const clientsCount = 8;

/** Loads processes on one folder, kills them, starts them again, and compares with the ledger; over and over. */
export async function runLaboratory(options: LaboratoryOptions): Promise<LaboratoryResult> {
  const kills = Object.fromEntries(killStates.map((state) => [state, 0])) as Record<KillState, number>;
  const result = { acknowledged: 0, audited: 0, kills, problems: [] as string[] };
  for (let done = 0; done < options.crashes && result.problems.length === 0; done += crashesPerFolder) {
    await runFolder({ ...options, crashes: Math.min(crashesPerFolder, options.crashes - done) }, result);
  }
  return result;
}

async function runFolder(
  { start, startAndKill, processes, crashes, makeFolder, choose }: LaboratoryOptions,
  result: LaboratoryResult & { acknowledged: number; audited: number },
): Promise<void> {
  const folder = await makeFolder();
  const ledger = createLedger();
  const clients = Array.from({ length: clientsCount }, (_, n) =>
    createNoteChanger(`client ${n}`, ledger, choose, isKilled),
  );
  let startTime = 0;
  const restart = async (at: number) => {
    const begun = performance.now();
    services[at] = await start(folder, `writer-${at}`);
    startTime = performance.now() - begun;
  };
  const services = await Promise.all(Array.from({ length: processes }, (_, n) => start(folder, `writer-${n}`)));
  let names = new Set<string>();
  const count = async (otherwise: KillState) => {
    const left = await listFolder(join(folder, 'notes'));
    result.kills[killState(names, left, otherwise)]++;
    names = left;
  };
  for (let crash = 0; crash < crashes && result.problems.length === 0; crash++) {
    const victims = choose(4) === 0 ? services.map((_, at) => at) : [choose(services.length)];
    await count(await crashUnderLoad(services, victims, { ledger, clients, choose }));
    if (startTime > 0 && crash + 1 < crashes && choose(4) === 0) {
      crash++;
      await startAndKill(folder, `writer-${victims[0]}`, startTime * (0.6 + choose(60) / 100));
      await count('starting');
    }
    await Promise.all(victims.map(restart));
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
 * Kills at a random moment after the first acknowledgements; now and then when nothing is under way.
 * Returns whether changes waited for an answer.
 */
async function crashUnderLoad(
  services: readonly RunningService[],
  victims: readonly number[],
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
  await Promise.all(victims.map((at) => services[at]!.end('SIGKILL')));
  loading.abort();
  await Promise.all(running);
  return waiting > 0 ? 'batch under way' : 'idle';
}

/** Reads every note through every process, one by one and as a list. */
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

/** A change that was never acknowledged may be seen by one process only, until a merge is over. */
async function findDisagreement(services: readonly RunningService[]): Promise<string[]> {
  const agree = async () => {
    const [first, ...others] = await Promise.all(services.map(({ client }) => readList(client)));
    return others.every((notes) => isDeepStrictEqual(notes, first));
  };
  return (await comesTrue(agree)) ? [] : ['the processes do not answer alike'];
}

async function findUnready(services: readonly RunningService[]): Promise<string[]> {
  const ready = async ({ url }: RunningService) => (await fetch(`${url}/readyz`)).ok;
  const answers = await Promise.all(services.map((service) => comesTrue(() => ready(service))));
  return answers.every(Boolean) ? [] : ['a process is not ready again'];
}

const patience = 10_000;

async function comesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await setTimeout(50)) {
    if (await condition()) return true;
  }
  return false;
}
