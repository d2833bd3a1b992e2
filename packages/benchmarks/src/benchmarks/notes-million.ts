import { paths } from '@persistence-lab/api';
import type { BenchContext } from '../bench-context.ts';
import type { Benchmark } from '../benchmark.ts';
import { atMost, type Figure, ratioFigure, valueFigure } from '../figure.ts';
import { draft, get, post } from '../load/requests.ts';
import { cursorsOf, oneOf, timeOf } from '../load/reads.ts';
import { memoryOf } from '../memory.ts';
import { measureInTurns } from '../rounds.ts';
import type { Seed } from '../seed.ts';
import type { Service } from '../service.ts';

const clients = 16;
const starts = 3;

/** The cost of a million notes: each request against the same one over a thousand notes, start time and memory. */
export const benchmark: Benchmark = {
  name: 'notes-million',
  async run(bench) {
    const [million, thousand] = [await bench.seed(1_000_000), await bench.seed(1_000)];
    const figures = await startFigures(bench, million);
    const [large, small] = [await serve(bench, million), await serve(bench, thousand)];
    const compare = async (request: string, what: string, side: (served: Served) => Promise<() => Promise<number>>) => {
      const [subject, baseline] = [await side(large), await side(small)];
      const pairs = await measureInTurns({ rounds: bench.rounds, subject, baseline, onRound: bench.onRound });
      figures.push(ratioFigure({ name: `notes-million/${request}`, what, unit: 'ms' }, pairs, atMost(1.2)));
    };
    const against = `over 1,000,000 notes against over 1,000, time of one with ${clients} clients`;
    await compare('read', `a read by a random id ${against}`, ({ service, seed }) => {
      const request = oneOf(seed.ids.map((id) => get(paths.note(id))));
      return timeOf(bench, { service, clients, request, status: 200 });
    });
    await compare('page', `a page of 50 at a random cursor ${against}`, async ({ service, seed }) => {
      const cursors = await cursorsOf(service, seed.notes);
      const request = oneOf(cursors.map((cursor) => get(`${paths.notes}?cursor=${cursor}`)));
      return timeOf(bench, { service, clients, request, status: 200 });
    });
    // Last, because it makes the small folder larger.
    const create = post(paths.notes, draft);
    await compare('write', `a durable POST ${against}`, ({ service }) =>
      timeOf(bench, { service, clients, request: () => create, status: 201 }),
    );
    return figures;
  },
};

interface Served {
  readonly service: Service;
  readonly seed: Seed;
}

async function serve(bench: BenchContext, seed: Seed): Promise<Served> {
  const service = await bench.service('notes-api', { STORE: 'file', DATA_DIR: await seed.dataDir() });
  return { service, seed };
}

async function startFigures(bench: BenchContext, seed: Seed): Promise<Figure[]> {
  const [seconds, memory]: number[][] = [[], []];
  for (let start = 1; start <= starts; start++) {
    bench.progress(`  start ${start} of ${starts}`);
    const { service } = await serve(bench, seed);
    seconds!.push(service.startSeconds);
    memory!.push((await memoryOf(service.pid)).now);
    await service.stop();
  }
  return [
    valueFigure(
      { name: 'notes-million/start', what: 'from the start of the process until /readyz answers 200', unit: 's' },
      seconds!,
      atMost(6),
    ),
    valueFigure(
      { name: 'notes-million/memory', what: 'resident memory when it is ready', unit: 'MiB' },
      memory!,
      atMost(300),
    ),
  ];
}
