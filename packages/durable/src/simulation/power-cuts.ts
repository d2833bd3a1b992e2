import { openJournal } from '../journal/journal.ts';
import { crashState } from './crash-states.ts';
import type { DiskImage } from './disk-history.ts';
import { everyChoice } from './every-choice.ts';
import type { Ledger } from './ledger.ts';
import type { Choose } from './seeded-random.ts';
import { type SimulatedDisk, createSimulatedDisk } from './simulated-disk.ts';
import { simulatedFolder } from './processes.ts';

export interface PowerCutCount {
  /** Moments at which the power was cut. */
  cuts: number;
  /** Of those, moments of which every legal state was tried. */
  exhausted: number;
  /** Disks that were opened. */
  states: number;
}

/**
 * Cuts the power after every step that a disk took, and opens what it may then hold: each legal
 * state, or `limit` of them where there are more.
 *
 * @param count is added to
 */
export async function cutPower(
  { history }: SimulatedDisk,
  ledger: Ledger,
  { limit, page, random, count }: { limit: number; page: number; random: Choose; count: PowerCutCount },
): Promise<void> {
  for (let cut = 0; cut <= history.steps.length; cut++) {
    const { all, made } = everyChoice(limit, random, (choose) => crashState(history, cut, page, choose));
    count.cuts++;
    if (all) count.exhausted++;
    for (const image of made) {
      count.states++;
      const problems = await examine(image, ledger, cut);
      if (problems.length > 0) throw new Error(report(problems, image, history.steps.slice(0, cut)));
    }
  }
}

/** Opens a disk as a process does after the power came back, and again after merging all that is there. */
async function examine(image: DiskImage, ledger: Ledger, cut: number): Promise<string[]> {
  try {
    const fs = createSimulatedDisk(image).mount();
    const journal = await openJournal({ dir: simulatedFolder, fs });
    const slots = () => Array.from({ length: journal.index.size }, (_, slot) => slot);
    const problems = ledger.judge(await journal.read(slots()), cut);
    if (problems.length > 0) return problems;
    await journal.compact(true);
    const next = await openJournal({ dir: simulatedFolder, fs });
    return ledger.judge(await next.read(slots()), cut).map((problem) => `after merging, ${problem}`);
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
  return [...problems, 'the power left:', ...files, 'of these steps:', ...done].join('\n');
}
