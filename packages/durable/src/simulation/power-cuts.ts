import { openJournal } from '../journal/journal.ts';
import { crashState } from './crash-states.ts';
import type { DiskImage } from './disk-history.ts';
import { enumerateChoices } from './enumerate-choices.ts';
import type { SentChanges } from './sent-changes.ts';
import type { Choose } from './seeded-random.ts';
import { type SimulatedDisk, createSimulatedDisk } from './simulated-disk.ts';
import { simulatedFolder } from './simulated-processes.ts';

export interface PowerCutCount {
  /** Moments at which the power was cut. */
  cuts: number;
  /** Moments of which every legal state was tried. */
  exhausted: number;
  /** Disks that were opened. */
  states: number;
}

/**
 * Cuts the power after every step of a disk's history and opens the disk in each legal state, or in
 * `limit` of them where there are more.
 *
 * @param count totals to add to
 */
export async function cutPower(
  { history }: SimulatedDisk,
  sentChanges: SentChanges,
  { limit, page, random, count }: { limit: number; page: number; random: Choose; count: PowerCutCount },
): Promise<void> {
  for (let cut = 0; cut <= history.steps.length; cut++) {
    const { isComplete, results } = enumerateChoices(limit, random, (choose) => crashState(history, cut, page, choose));
    count.cuts++;
    if (isComplete) count.exhausted++;
    for (const image of results) {
      count.states++;
      const problems = await examine(image, sentChanges, cut);
      if (problems.length > 0) throw new Error(report(problems, image, history.steps.slice(0, cut)));
    }
  }
}

/** Opens a disk as a process does after a power cut, and again after a compaction of all files. */
async function examine(image: DiskImage, sentChanges: SentChanges, cut: number): Promise<string[]> {
  try {
    const fs = createSimulatedDisk(image).mount();
    const journal = await openJournal({ dir: simulatedFolder, fs });
    const slots = () => Array.from({ length: journal.index.size }, (_, slot) => slot);
    const problems = sentChanges.verify(await journal.read(slots()), cut);
    if (problems.length > 0) return problems;
    await journal.compact(true);
    const next = await openJournal({ dir: simulatedFolder, fs });
    return sentChanges.verify(await next.read(slots()), cut).map((problem) => `after compaction, ${problem}`);
  } catch (error) {
    return [String(error)];
  }
}

function report(problems: string[], image: DiskImage, steps: readonly object[]): string {
  const files = [...image].map(
    ([path, content]) => `${path}: ${content ? JSON.stringify(Buffer.from(content).toString()) : 'folder'}`,
  );
  const done = steps.map((step) =>
    JSON.stringify(step, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value)),
  );
  return [...problems, 'the disk after the power cut:', ...files, 'after these steps:', ...done].join('\n');
}
