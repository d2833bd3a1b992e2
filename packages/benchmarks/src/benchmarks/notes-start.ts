import { setTimeout as delay } from 'node:timers/promises';
import type { BenchContext } from '../bench-context.ts';
import type { Benchmark } from '../benchmark.ts';
import { atMost, valueFigure } from '../figure.ts';
import { writes } from '../load/writes.ts';
import { memoryOf } from '../memory.ts';

/** Milliseconds after which memory that only the start needed is freed. */
const settlingTime = 1000;

/** An empty service: time until it is ready, and memory idle and under load. */
export const benchmark: Benchmark = {
  name: 'notes-start',
  async run(bench) {
    const runs = [];
    for (let round = 1; round <= bench.rounds; round++) {
      const run = await startOnce(bench);
      bench.progress(
        `  round ${round} of ${bench.rounds}: ready after ${run.start.toFixed(2)} s, ${run.idle.toFixed(1)} MiB idle, ${run.loaded.toFixed(1)} MiB loaded`,
      );
      runs.push(run);
    }
    return [
      figure(
        'ready',
        'from the start of the process, empty folder, until /readyz answers 200',
        's',
        runs.map(({ start }) => start),
        0.5,
      ),
      figure(
        'idle',
        'resident memory, file store, idle',
        'MiB',
        runs.map(({ idle }) => idle),
        64,
      ),
      figure(
        'loaded',
        'most resident memory, file store, under POSTs of 64 clients',
        'MiB',
        runs.map(({ loaded }) => loaded),
        128,
      ),
    ];
  },
};

const figure = (name: string, what: string, unit: string, values: number[], most: number) =>
  valueFigure({ name: `notes-start/${name}`, what, unit }, values, atMost(most));

async function startOnce(bench: BenchContext): Promise<{ start: number; idle: number; loaded: number }> {
  const service = await bench.service('notes-api', (await bench.storeEnv('file'))!);
  await delay(settlingTime);
  const idle = (await memoryOf(service.pid)).now;
  await (
    await writes(bench, service, 64)
  )();
  const loaded = await memoryOf(service.pid);
  await service.stop();
  return { start: service.startSeconds, idle, loaded: loaded.peak ?? loaded.now };
}
