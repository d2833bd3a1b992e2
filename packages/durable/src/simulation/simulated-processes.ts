import { createRandom, type Choose } from './seeded-random.ts';
import { type Schedule, type Participant, createSchedule } from './schedule.ts';
import { type SimulatedDisk, createSimulatedDisk } from './simulated-disk.ts';
import { type Journal, type JournalOptions, openJournal } from '../journal/journal.ts';
import { createHead } from '../journal/format/change.ts';
import { type SentChanges, type SentChange, createSentChanges } from './sent-changes.ts';
import { dumpJournal } from './journal-dump.ts';

export const simulatedFolder = '/data/notes';

export interface SimulationOptions {
  readonly seed: number;
  readonly processes: number;
  /** How many actions: changes, compactions, kills, waits. */
  readonly actions: number;
  readonly policy?: JournalOptions['policy'];
  /** Kill processes and open them again. */
  readonly kills?: boolean;
  /** Fill the disk and make syncs fail; a rejected change may be kept or not. */
  readonly faults?: boolean;
}

interface Process {
  readonly journal: Journal;
  readonly participant: Participant;
  readonly underWay: Set<Promise<void>>;
}

/**
 * Runs several simulated processes on one folder and interleaves their calls to the disk in the order
 * that the seed decides. Throws when a process does not see what another acknowledged, or when they
 * do not agree in the end.
 */
export async function simulate(options: SimulationOptions): Promise<{ disk: SimulatedDisk; sentChanges: SentChanges }> {
  const choose = createRandom(options.seed);
  const schedule = createSchedule(choose);
  const disk = createSimulatedDisk(
    new Map([
      ['/', null],
      ['/data', null],
    ]),
  );
  const sentChanges = createSentChanges(() => disk.history.steps.length);
  const open = () => openProcess(disk, schedule, options.policy);
  const processes = await Promise.all(Array.from({ length: options.processes }, open));
  const driver = schedule.join();
  for (let action = 0; action < options.actions; action++) {
    const at = choose(processes.length);
    const process = processes[at]!;
    if (options.faults) injectFault(disk, choose);
    const kind = choose(16);
    if (kind < 8) start(process, () => change(process, processes, sentChanges, choose), options);
    else if (kind < 11) start(process, async () => void (await process.journal.compact(true)), options);
    else if (kind < 13) await Promise.all(processes.flatMap(({ underWay }) => [...underWay]));
    else if (kind < 14 && options.kills) {
      process.participant.kill();
      processes[at] = await open();
    }
    for (let pause = choose(30); pause > 0; pause--) await driver.waitForTurn();
  }
  disk.room = Infinity;
  disk.failingSyncs = 0;
  await Promise.all(processes.flatMap(({ underWay }) => [...underWay]));
  await checkAgreement(processes, disk, options);
  return { disk, sentChanges };
}

async function openProcess(
  disk: SimulatedDisk,
  schedule: Schedule,
  policy: JournalOptions['policy'],
): Promise<Process> {
  const participant = schedule.join();
  const journal = await openJournal({
    dir: simulatedFolder,
    fs: disk.mount(participant.waitForTurn),
    policy: { idle: 0, ...policy },
  });
  return { journal, participant, underWay: new Set() };
}

function start({ underWay }: Process, task: () => Promise<void>, { faults }: SimulationOptions): void {
  const running = task()
    .catch((error: unknown) => {
      if (!faults) throw error;
    })
    .finally(() => underWay.delete(running));
  // The failure reaches those who await `underWay`; that of a killed process is ignored.
  running.catch(() => undefined);
  underWay.add(running);
}

function injectFault(disk: SimulatedDisk, choose: Choose): void {
  if (choose(6) === 0) disk.room = choose(600);
  else if (choose(3) === 0) disk.room = Infinity;
  if (choose(8) === 0) disk.failingSyncs = 1;
}

const keys = Array.from({ length: 4 }, (_, at) => `00000000-0000-4000-8000-00000000000${at}`);

async function change(
  { journal }: Process,
  processes: Process[],
  sentChanges: SentChanges,
  choose: Choose,
): Promise<void> {
  await journal.refresh();
  const key = keys[choose(keys.length)]!;
  const slot = journal.index.slotOf(key);
  const version = slot < 0 ? 1 : journal.index.version(slot) + 1;
  const padding = 'x'.repeat(choose(3) * 90);
  const sent = sentChanges.send({ key, version, ...(choose(5) > 0 && { value: { padding } }) });
  await journal.append(sent.change);
  sent.acknowledge();
  const reader = processes[choose(processes.length)]!;
  const isRead = await Promise.race([reader.journal.refresh().then(() => true), reader.participant.killed]);
  if (isRead && !hasChange(reader.journal, sent))
    throw new Error(`a process does not see an acknowledged change of another: ${key} version ${version}`);
}

function hasChange({ index }: Journal, { change }: SentChange): boolean {
  const slot = index.slotOf(change.key);
  return slot >= 0 && index.compare(slot, { ...createHead(), version: change.version, time: change.time }) <= 0;
}

async function checkAgreement(processes: Process[], disk: SimulatedDisk, { faults }: SimulationOptions): Promise<void> {
  const reopened = await openJournal({ dir: simulatedFolder, fs: disk.mount() });
  const expected = await dumpJournal(reopened);
  for (const { journal } of processes) {
    await journal.refresh();
    const seen = await dumpJournal(journal);
    if (seen !== expected) throw new Error(`processes disagree: one has\n${seen}\na new one has\n${expected}`);
    if (!faults) await journal.probe();
  }
}
