import { paths } from '@persistence-lab/api';
import { type BenchContext, storeNames, type StoreName } from '../bench-context.ts';
import type { Benchmark } from '../benchmark.ts';
import { type Figure, valueFigure } from '../figure.ts';
import { load } from '../load/writes.ts';
import { draft, post } from '../load/requests.ts';

const concurrencies = [1, 4, 16, 64, 256];

/** Observations: acknowledged notes per second, and the time of a POST, by the number of clients. */
export const benchmark: Benchmark = {
  name: 'notes-concurrency',
  async run(bench) {
    const figures: Figure[] = [];
    for (const store of storeNames) figures.push(...(await observe(bench, store)));
    return figures;
  },
};

async function observe(bench: BenchContext, store: StoreName): Promise<Figure[]> {
  const env = await bench.storeEnv(store);
  if (!env) {
    bench.progress(`  ${store}: skipped, this machine has no server for it`);
    return [];
  }
  const service = await bench.service('notes-api', env);
  const figures: Figure[] = [];
  for (const clients of concurrencies) {
    const create = post(paths.notes, draft);
    const { perSecond, p50, p99 } = await (
      await load(bench, { service, clients, request: () => create, status: 201 })
    )();
    bench.progress(`  ${store}, ${clients} clients: ${perSecond.toFixed(0)} notes/s`);
    const figure = (what: string, unit: string, value: number) =>
      valueFigure({ name: `notes-concurrency/${store}/${clients}/${what}`, what: titles[what]!, unit }, [value]);
    figures.push(figure('rate', 'notes/s', perSecond), figure('p50', 'ms', p50), figure('p99', 'ms', p99));
  }
  await service.stop();
  return figures;
}

const titles: Record<string, string> = {
  rate: 'acknowledged notes',
  p50: 'time of a POST, median',
  p99: 'time of a POST, the slowest of a hundred',
};
