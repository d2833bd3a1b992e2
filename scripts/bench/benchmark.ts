import { readdir } from 'node:fs/promises';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';

/** A file of `benchmarks/` exports one of these as `benchmark`; its figures' names begin with its own. */
export interface Benchmark {
  readonly name: string;
  run(bench: Bench): Promise<Figure[]>;
}

/** Every file in `benchmarks/`, in the order of their names. */
export async function loadBenchmarks(): Promise<Benchmark[]> {
  const folder = new URL('benchmarks/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).toSorted();
  const modules = files.map((name) => import(new URL(name, folder).href) as Promise<{ benchmark: Benchmark }>);
  return (await Promise.all(modules)).map(({ benchmark }) => benchmark);
}
