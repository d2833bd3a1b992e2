import type { BenchContext, StoreName } from '../bench-context.ts';
import type { Benchmark } from '../benchmark.ts';
import { atLeast, ratioFigure } from '../figure.ts';
import { writes } from '../load/writes.ts';
import { measureInTurns } from '../rounds.ts';

const clients = 64;

/** Acknowledged notes per second of the file store, against the same service with another store. */
export const benchmark: Benchmark = {
  name: 'notes-post',
  async run(bench) {
    const subject = await writesTo(bench, 'file');
    const compare = async (store: StoreName, bar: number) => {
      const baseline = await writesTo(bench, store);
      const pairs = await measureInTurns({ rounds: bench.rounds, subject, baseline, onRound: bench.onRound });
      const what = `durable POST with the file store against the ${store} store, ${clients} clients`;
      return ratioFigure({ name: `notes-post/${store}`, what, unit: 'notes/s' }, pairs, atLeast(bar));
    };
    return [await compare('memory', 0.9), await compare('postgres', 1.3)];
  },
};

async function writesTo(bench: BenchContext, store: StoreName): Promise<() => Promise<number>> {
  // storeEnv is undefined for Redis only.
  const env = (await bench.storeEnv(store))!;
  return writes(bench, await bench.service('notes-api', env), clients);
}
