import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.ts';
import { type Figure, valueFigure } from '../figure.ts';
import { memoryOf } from '../memory.ts';

/** Observations: start time and memory by the number of notes. */
export const benchmark: Benchmark = {
  name: 'notes-growth',
  async run(bench) {
    const figures: Figure[] = [];
    for (const notes of [1_000, 10_000, 100_000, 1_000_000]) {
      const seed = await bench.seed(notes);
      const [starts, memory]: [number[], number[]] = [[], []];
      for (let round = 0; round < 3; round++) {
        const service = await bench.service('notes-api', { STORE: 'file', DATA_DIR: await seed.dataDir() });
        starts.push(service.startSeconds);
        await delay(500);
        memory.push((await memoryOf(service.pid)).now);
        await service.stop();
      }
      const what = `${notes} notes, file store`;
      figures.push(valueFigure({ name: `notes-growth/start/${notes}`, what: `start with ${what}`, unit: 's' }, starts));
      figures.push(
        valueFigure({ name: `notes-growth/memory/${notes}`, what: `memory with ${what}`, unit: 'MiB' }, memory),
      );
    }
    return figures;
  },
};
