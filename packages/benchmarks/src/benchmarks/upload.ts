import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchContext } from '../bench-context.ts';
import type { Benchmark } from '../benchmark.ts';
import { atLeast, atMost, type Figure, ratioFigure, valueFigure } from '../figure.ts';
import { bare, multipart, secondsOf, type Send, tus } from '../load/uploads.ts';
import { memoryOf } from '../memory.ts';
import { measureInTurns } from '../rounds.ts';
import type { Service } from '../service.ts';

const mebibyte = 1024 * 1024;
const large = 1024;
const small = { files: 50, mebibytes: 20 };
/** Milliseconds after which memory that only the start needed is freed. */
const settlingTime = 1000;

const sends = { multipart, tus };

/** A large file against a bare server, its cost in memory, and many files at once. */
export const benchmark: Benchmark = {
  name: 'upload',
  async run(bench) {
    const figures: Figure[] = [];
    const [uploader, baseline] = [await serve(bench), await bench.server('bare-upload')];
    for (const [name, send] of Object.entries(sends)) {
      bench.progress(`  1 GiB, ${name} (load of the machine ${loadavg()[0]!.toFixed(1)})`);
      figures.push(await compareToBare(bench, name, { send, uploader, baseline }));
    }
    bench.progress(`  50 at once (load of the machine ${loadavg()[0]!.toFixed(1)})`);
    figures.push(await compareTogether(bench, uploader));
    for (const [name, send] of Object.entries(sends)) figures.push(await measureGrowth(bench, name, send));
    return figures;
  },
};

// No floor of free space: nothing else writes to this disk during a benchmark.
const serve = async (bench: BenchContext) =>
  bench.service('uploader', { DATA_DIR: await bench.folder(), FREE_SPACE_FLOOR: '0' });

interface Sides {
  readonly send: Send;
  readonly uploader: Service;
  readonly baseline: Service;
}

async function compareToBare(bench: BenchContext, name: string, { send, uploader, baseline }: Sides): Promise<Figure> {
  const rate = (sendFile: Send, service: Service) => async () =>
    large / (await secondsOf(sendFile, service, { size: large * mebibyte }));
  const [ours, theirs] = [rate(send, uploader), rate(bare, baseline)];
  await secondsOf(send, uploader, { size: 64 * mebibyte });
  await secondsOf(bare, baseline, { size: 64 * mebibyte });
  const { rounds, onRound } = bench;
  const pairs = await measureInTurns({ rounds, subject: ours, baseline: theirs, onRound });
  const what = `1 GiB by ${name}, hashed and on disk, against pipeline(request, file) and fsync`;
  return ratioFigure({ name: `upload/${name}`, what, unit: 'MiB/s' }, pairs, atLeast(0.8));
}

async function compareTogether({ rounds, onRound }: BenchContext, uploader: Service): Promise<Figure> {
  const { files, mebibytes } = small;
  const rate = (width: number) => async () =>
    (files * mebibytes) / (await secondsOf(tus, uploader, { files, width, size: mebibytes * mebibyte }));
  const pairs = await measureInTurns({ rounds, subject: rate(files), baseline: rate(1), onRound });
  const what = `${files} uploads of ${mebibytes} MiB by tus, all at once against one after the other`;
  return ratioFigure({ name: 'upload/together', what, unit: 'MiB/s' }, pairs, atLeast(0.8));
}

/** A new process per round: the peak of one round must not include the one before. */
async function measureGrowth(bench: BenchContext, name: string, send: Send): Promise<Figure> {
  const growths: number[] = [];
  for (let round = 1; round <= bench.rounds; round++) {
    const service = await serve(bench);
    await delay(settlingTime);
    const idle = (await memoryOf(service.pid)).now;
    await secondsOf(send, service, { size: large * mebibyte });
    const { now, peak = now } = await memoryOf(service.pid);
    await service.stop();
    growths.push(peak - idle);
    bench.progress(`  round ${round} of ${bench.rounds}: ${idle.toFixed(1)} MiB idle, ${peak.toFixed(1)} MiB at most`);
  }
  const what = `growth of resident memory from idle to its peak, 1 GiB by ${name}`;
  return valueFigure({ name: `upload/memory/${name}`, what, unit: 'MiB' }, growths, atMost(64));
}
