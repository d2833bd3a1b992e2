import { describe, expect, it } from 'vitest';
import { cutPower } from './power-cuts.ts';
import { type SimulationOptions, simulate } from './simulated-processes.ts';
import { createRandom } from './seeded-random.ts';

/** How many histories each test runs. */
const histories = Number(process.env['HISTORIES'] ?? 25);
/** The first seed; the report of a failure names the seed to repeat. */
const first = Number(process.env['SEED'] ?? 1);
/** How many legal states to try for each moment that has more. */
const limit = 10;
/** Bytes that a disk keeps or loses together; small, so that short lines are torn too. */
const page = 128;

const cases: [string, Omit<SimulationOptions, 'seed'>][] = [
  ['one writer', { processes: 1, actions: 10 }],
  ['one writer that is killed and started again', { processes: 1, actions: 12, kills: true }],
  ['two writers', { processes: 2, actions: 12 }],
  ['two writers that are killed and started again', { processes: 2, actions: 12, kills: true }],
  ['two writers on a disk that fills up and fails', { processes: 2, actions: 12, kills: true, faults: true }],
  ['three writers that leave small files behind', { processes: 3, actions: 10, kills: true, policy: { fileLimit: 1 } }],
];

describe('simulated processes on one folder', () => {
  it.each(cases)(
    'see every acknowledged change and agree in the end: %s',
    async (_, options) => {
      for (let seed = first; seed < first + 2 * histories; seed++)
        await run(seed, () => simulate({ ...options, seed }));
    },
    600_000,
  );
});

describe('a power cut after any step', () => {
  it.each(cases)(
    'keeps every acknowledged change, in every state the disk may be in: %s',
    async (name, options) => {
      const count = { cuts: 0, exhausted: 0, states: 0 };
      let acknowledged = 0;
      for (let seed = first; seed < first + histories / 5; seed++) {
        await run(seed, async () => {
          const { disk, sentChanges } = await simulate({ ...options, seed });
          acknowledged += sentChanges.all.filter(({ acknowledgedAt }) => acknowledgedAt < Infinity).length;
          await cutPower(disk, sentChanges, { limit, page, random: createRandom(seed), count });
        });
      }
      console.log(
        `${name}: ${acknowledged} changes acknowledged, power cut at ${count.cuts} moments, ${count.states} disks opened; ` +
          `all legal states of ${count.exhausted} moments, ${limit} states of each other`,
      );
      expect(acknowledged).toBeGreaterThan(0);
    },
    600_000,
  );
});

async function run(seed: number, history: () => Promise<unknown>): Promise<void> {
  await history().catch((cause: unknown) => {
    throw new Error(`with SEED=${seed} HISTORIES=1: ${String(cause)}`, { cause });
  });
}
