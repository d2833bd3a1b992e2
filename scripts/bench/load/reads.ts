import { paths } from '@persistence-lab/api';
import type { Bench } from '../bench.ts';
import { fetchJson, type Service } from '../service.ts';
import { type Asked, load } from './writes.ts';

/** Milliseconds that one request takes, averaged over a round: with so many clients, one is answered every `ms / clients`. */
export async function timeOf(bench: Bench, asked: Asked): Promise<() => Promise<number>> {
  const measure = await load(bench, asked);
  return async () => (1000 * asked.clients) / (await measure()).perSecond;
}

/** Gives one of them at random, each time it is asked. */
export function oneOf<T>(values: readonly T[]): () => T {
  if (values.length === 0) throw new Error('there is nothing to choose from');
  return () => values[Math.floor(Math.random() * values.length)]!;
}

/** Cursors from all over the list: it is walked once, in about a thousand steps. */
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
