import type { Benchmark } from '../benchmark.ts';
import { atLeast, ratioFigure } from '../figure.ts';
import { writes } from '../load/writes.ts';
import { measureInTurns } from '../rounds.ts';

/** The cost of the middleware of packages/service for a request that does nothing else. */
export const benchmark: Benchmark = {
  name: 'service-kit',
  async run(bench) {
    const [kit, bare] = [await bench.server('service-kit'), await bench.server('bare-express')];
    const subject = await writes(bench, kit, 64);
    const baseline = await writes(bench, bare, 64);
    const pairs = await measureInTurns({ rounds: bench.rounds, subject, baseline, onRound: bench.onRound });
    const what = 'POST through the kit against Express 5 with express.json(), 64 clients';
    return [ratioFigure({ name: 'service-kit', what, unit: 'requests/s' }, pairs, atLeast(0.6))];
  },
};
