import type { Bench } from '../bench.ts';
import type { Service } from '../service.ts';
import { type LoadResult, runLoad } from './load.ts';
import { draft, post } from './requests.ts';

/** Seconds in which a new process gets to its speed: V8 compiles what runs often. */
const warmUp = 1.5;

/** Warms a service up with POSTs; each call then measures acknowledged requests per second. */
export async function writes(bench: Bench, service: Service, clients: number): Promise<() => Promise<number>> {
  const measure = await load(bench, { service, clients, request: () => create, status: 201 });
  return async () => (await measure()).perSecond;
}

const create = post('/v1/notes', draft);

export interface Asked {
  readonly service: Service;
  readonly clients: number;
  readonly request: () => string;
  readonly status: number;
}

/** Warms a service up; each call then loads it for one round. */
export async function load(bench: Bench, { service: { port }, ...asked }: Asked): Promise<() => Promise<LoadResult>> {
  await runLoad({ ...asked, port, seconds: Math.min(warmUp, bench.seconds) });
  return async () => {
    const result = await runLoad({ ...asked, port, seconds: bench.seconds });
    if (result.clientBusy > 0.95) bench.progress('  the client is as busy as it can be: this round measured it too');
    return result;
  };
}
