import { readdir } from 'node:fs/promises';
import type { BenchContext } from './bench-context.ts';
import type { Figure } from './figure.ts';

/** Each file of `benchmarks/` exports one as `benchmark`. The names of its figures begin with its own. */
export interface Benchmark {
  readonly name: string;
  run(bench: BenchContext): Promise<Figure[]>;
}

/** The benchmarks of `benchmarks/`, in the order of their files. */
export async function loadBenchmarks(): Promise<Benchmark[]> {
  const folder = new URL('benchmarks/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).toSorted();
  const modules = files.map((name) => import(new URL(name, folder).href) as Promise<{ benchmark: Benchmark }>);
  return (await Promise.all(modules)).map(({ benchmark }) => benchmark);
}
