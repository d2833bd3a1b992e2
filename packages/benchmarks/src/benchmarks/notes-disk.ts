import { type NotesStorageReport, paths } from '@persistence-lab/api';
import type { Benchmark } from '../benchmark.ts';
import { type Figure, valueFigure } from '../figure.ts';
import { draft } from '../load/requests.ts';
import { writes } from '../load/writes.ts';
import { fetchJson, type Service } from '../service.ts';

/** Observations: syncs and bytes per note. */
export const benchmark: Benchmark = {
  name: 'notes-disk',
  async run(bench) {
    const figures: Figure[] = [];
    const service = await bench.service('notes-api', (await bench.storeEnv('file'))!);
    for (const clients of [1, 4, 16, 64, 256]) {
      const before = await report(service);
      await (
        await writes(bench, service, clients)
      )();
      const after = await report(service);
      const syncs = (after.syncs! - before.syncs!) / (after.notes - before.notes);
      const [name, what] = [`notes-disk/syncs/${clients}`, `calls of fdatasync per note, ${clients} clients`];
      figures.push(valueFigure({ name, what, unit: 'syncs' }, [syncs]));
    }
    const { bytes, notes } = await report(service);
    const text = draft.title.length + draft.text.length;
    const [name, what] = ['notes-disk/bytes', `bytes on disk per note of ${text} characters`];
    return [...figures, valueFigure({ name, what, unit: 'bytes' }, [bytes! / notes])];
  },
};

const report = (service: Service) => fetchJson<NotesStorageReport>(service, paths.storage);
