import * as z from 'zod';

const rate = () => z.number().nonnegative().meta({ description: 'Bytes a second' });
const milliseconds = () => z.number().nonnegative().meta({ description: 'Milliseconds' });
const pages = z.object({ operationsPerSecond: z.number().nonnegative(), bytesPerSecond: rate() });
const blocks = z.object({ bytesPerSecond: rate() });

/** The output of the probe; fio's figures have the same form. */
export const measurementSchema = z.object({
  bytes: z.int().positive(),
  direct: z.union([z.literal(true), z.string()]).meta({
    description: 'True: without the page cache. Otherwise the reason; the throughputs are then those of memory',
  }),
  fsync: z.object({ samples: z.int().positive(), p50: milliseconds(), p99: milliseconds(), max: milliseconds() }),
  sequentialWrite: blocks,
  sequentialRead: blocks,
  randomWrite: pages,
  randomRead: pages,
});

export type Measurement = z.infer<typeof measurementSchema>;

/** The limits of a measurement. */
export interface BenchLimits {
  /** The size of the file that is read and written. */
  readonly bytes: number;
  /** Milliseconds of each of the five measurements, at most. */
  readonly runtime: number;
}

/** The figures of one volume by one program. */
export interface Benchmark {
  /** The folder or the storage class. */
  readonly volume: string;
  readonly by: 'probe' | 'fio';
  readonly node: string | null;
  readonly measurement: Measurement | null;
  /** The reason why there are no figures. */
  readonly couldNotRun: string | null;
}

/** etcd's rule for the latency of its disk. */
export const etcdRule = {
  milliseconds: 10,
  source: 'https://etcd.io/docs/v3.5/faq/',
} as const;

/** How many notes a second a subject acknowledges. */
export interface NotesRate {
  readonly subject: string;
  readonly node: string | null;
  readonly notesPerSecond: number | null;
  /** The reason why there is no figure. */
  readonly couldNotRun: string | null;
}

/** The results of one `lab bench`. */
export interface Figures {
  readonly volumes: readonly Benchmark[];
  readonly notes: readonly NotesRate[];
}
