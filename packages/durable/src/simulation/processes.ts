import { createRandom, type Choose } from './seeded-random.ts';
import { type Schedule, type Turns, createSchedule } from './schedule.ts';
import { type SimulatedDisk, createSimulatedDisk } from './simulated-disk.ts';
import { type Journal, type JournalOptions, openJournal } from '../journal/journal.ts';
import { createHead } from '../journal/change.ts';
import { type Ledger, type Sent, createLedger } from './ledger.ts';
import { standing } from './standing.ts';

export const simulatedFolder = '/data/notes';

export interface SimulationOptions {
  readonly seed: number;
  readonly processes: number;
  /** Things to do: changes, merges, kills, waits. */
  readonly actions: number;
  readonly policy?: JournalOptions['policy'];
  /** Processes are killed and opened again. */
  readonly kills?: boolean;
  /** Disk full and failing syncs; what is rejected then is neither acknowledged nor known to be lost. */
  readonly faults?: boolean;
}

interface Process {
  readonly journal: Journal;
  readonly turns: Turns;
  /** What it was asked to do and has not finished. */
  readonly underWay: Set<Promise<void>>;
}

/**
 * Lets several simulated processes work on one folder, each of their calls to the disk interleaved
 * with the others' as the seed says. Throws when a process does not see what another acknowledged,
 * or when they do not agree in the end.
 */
export async function simulate(options: SimulationOptions): Promise<{ disk: SimulatedDisk; ledger: Ledger }> {
  const choose = createRandom(options.seed);
  const schedule = createSchedule(choose);
  const disk = createSimulatedDisk(
    new Map([
      ['/', null],
      ['/data', null],
    ]),
  );
  const ledger = createLedger(() => disk.history.steps.length);
  const open = () => openProcess(disk, schedule, options.policy);
  const processes = await Promise.all(Array.from({ length: options.processes }, open));
  const driver = schedule.join();
  for (let action = 0; action < options.actions; action++) {
    const at = choose(processes.length);
    const process = processes[at]!;
    if (options.faults) causeFault(disk, choose);
    const kind = choose(16);
    if (kind < 8) start(process, () => change(process, processes, ledger, choose), options);
    else if (kind < 11) start(process, async () => void (await process.journal.compact(true)), options);
    else if (kind < 13) await Promise.all(processes.flatMap(({ underWay }) => [...underWay]));
    else if (kind < 14 && options.kills) {
      process.turns.kill();
      processes[at] = await open();
    }
    for (let pause = choose(30); pause > 0; pause--) await driver.wait();
  }
  disk.room = Infinity;
  disk.failingSyncs = 0;
  await Promise.all(processes.flatMap(({ underWay }) => [...underWay]));
  await checkAgreement(processes, disk, options);
  return { disk, ledger };
}

async function openProcess(
  disk: SimulatedDisk,
  schedule: Schedule,
  policy: JournalOptions['policy'],
): Promise<Process> {
  const turns = schedule.join();
  const journal = await openJournal({
    dir: simulatedFolder,
    fs: disk.mount(turns.wait),
    policy: { idle: 0, ...policy },
  });
  return { journal, turns, underWay: new Set() };
}

function start({ underWay }: Process, task: () => Promise<void>, { faults }: SimulationOptions): void {
  const running = task()
    .catch((error: unknown) => {
      if (!faults) throw error;
    })
    .finally(() => underWay.delete(running));
  // Whoever waits for it learns of its failure; a killed process has nobody who does.
  running.catch(() => undefined);
  underWay.add(running);
}

function causeFault(disk: SimulatedDisk, choose: Choose): void {
  if (choose(6) === 0) disk.room = choose(600);
  else if (choose(3) === 0) disk.room = Infinity;
  if (choose(8) === 0) disk.failingSyncs = 1;
}

const keys = Array.from({ length: 4 }, (_, at) => `00000000-0000-4000-8000-00000000000${at}`);

async function change({ journal }: Process, processes: Process[], ledger: Ledger, choose: Choose): Promise<void> {
  await journal.refresh();
  const key = keys[choose(keys.length)]!;
  const slot = journal.index.slotOf(key);
  const version = slot < 0 ? 1 : journal.index.version(slot) + 1;
  const padding = 'x'.repeat(choose(3) * 90);
  const sent = ledger.send({ key, version, ...(choose(5) > 0 && { value: { padding } }) });
  await journal.append(sent.change);
  sent.acknowledge();
  const reader = processes[choose(processes.length)]!;
  const isRead = await Promise.race([reader.journal.refresh().then(() => true), reader.turns.killed]);
  if (isRead && !holds(reader.journal, sent))
    throw new Error(`a process does not see what another acknowledged: ${key} ${version}`);
}

function holds({ index }: Journal, { change }: Sent): boolean {
  const slot = index.slotOf(change.key);
  return slot >= 0 && index.compare(slot, { ...createHead(), version: change.version, time: change.time }) <= 0;
}

async function checkAgreement(processes: Process[], disk: SimulatedDisk, { faults }: SimulationOptions): Promise<void> {
  const fresh = await openJournal({ dir: simulatedFolder, fs: disk.mount() });
  const expected = await standing(fresh);
  for (const { journal } of processes) {
    await journal.refresh();
    const seen = await standing(journal);
    if (seen !== expected) throw new Error(`processes disagree: one has\n${seen}\na fresh one has\n${expected}`);
    if (!faults) await journal.probe();
  }
}
