import { paths } from '@persistence-lab/api';
import type { BenchContext } from '../bench-context.ts';
import { fetchJson, type Service } from '../service.ts';
import { type LoadOptions, load } from './writes.ts';

/** Mean milliseconds per request of a round. */
export async function timeOf(bench: BenchContext, options: LoadOptions): Promise<() => Promise<number>> {
  const measure = await load(bench, options);
  return async () => (1000 * options.clients) / (await measure()).perSecond;
}

/** A random value at each call. */
export function oneOf<T>(values: readonly T[]): () => T {
  if (values.length === 0) throw new Error('an empty list has no values to choose from');
  return () => values[Math.floor(Math.random() * values.length)]!;
}

/** Cursors from the whole list, about a thousand. */
export async function cursorsOf(service: Service, notes: number): Promise<string[]> {
  const limit = Math.min(500, Math.max(1, Math.floor(notes / 1000)));
  const cursors: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`;
    next = (await fetchJson<{ next: string | null }>(service, `${paths.notes}?limit=${limit}${cursor}`)).next;
    if (next !== null) cursors.push(next);
  }
  return cursors;
}
