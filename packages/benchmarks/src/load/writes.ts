import type { BenchContext } from '../bench-context.ts';
import type { Service } from '../service.ts';
import { type LoadResult, runLoad } from './load.ts';
import { draft, post } from './requests.ts';

/** Seconds after which a new process has its full speed: V8 compiles what runs often. */
const warmUp = 1.5;

/** Warms a service up with POSTs; each call then measures acknowledged requests per second. */
export async function writes(bench: BenchContext, service: Service, clients: number): Promise<() => Promise<number>> {
  const measure = await load(bench, { service, clients, request: () => create, status: 201 });
  return async () => (await measure()).perSecond;
}

const create = post('/v1/notes', draft);

export interface LoadOptions {
  readonly service: Service;
  readonly clients: number;
  readonly request: () => string;
  readonly status: number;
}

/** Warms a service up; each call then loads it for one round. */
export async function load(
  bench: BenchContext,
  { service: { port }, ...options }: LoadOptions,
): Promise<() => Promise<LoadResult>> {
  await runLoad({ ...options, port, seconds: Math.min(warmUp, bench.seconds) });
  return async () => {
    const result = await runLoad({ ...options, port, seconds: bench.seconds });
    if (result.clientBusy > 0.95) bench.progress('  the client is saturated: this round measured it as well');
    return result;
  };
}
