import { plain, wrap } from '@persistence-lab/report/text/plain';
import { etcdRule, type Benchmark, type Figures, type Measurement, type NotesRate } from './measurement.ts';

const width = 80;
const columns = ['volume', 'by', 'fsync p50', 'p99', 'max', 'write', 'read', '4k write', '4k read'];

/** The figures for a terminal. */
export const renderFigures = ({ volumes, notes }: Figures): string =>
  [...(volumes.length > 0 ? [renderBenchmarks(volumes)] : []), ...(notes.length > 0 ? [renderRates(notes)] : [])].join(
    '\n',
  );

function renderRates(rates: readonly NotesRate[]): string {
  const lines = rates.flatMap((rate) => wrap(plain(rateOf(rate)), width));
  return [...lines, '', 'By 16 writers at once, through the API server: compare them with each other only.', ''].join(
    '\n',
  );
}

/** One subject's rate, in words. */
export function rateOf({ subject, node, notesPerSecond, couldNotRun }: NotesRate): string {
  if (notesPerSecond === null) return `${subject}: could not be measured: ${couldNotRun}`;
  return `${subject}${node === null ? '' : ` on ${node}`}: ${Math.round(notesPerSecond)} notes acknowledged a second`;
}

/** The figures as a table for a terminal, volumes side by side, with what they mean below. */
export function renderBenchmarks(benchmarks: readonly Benchmark[]): string {
  const rows = benchmarks.map((each) => [plain(each.volume), each.by, ...figuresOf(each.measurement)]);
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => (at < 2 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [
    line(columns),
    ...rows.map(line),
    '',
    'fsync in ms; write, read in MiB/s (blocks of 1 MiB); 4k in operations a second.',
    ...remarksOf(benchmarks).flatMap((text) => wrap(plain(text), width)),
    '',
  ].join('\n');
}

const mebibytes = (bytesPerSecond: number): string => Math.round(bytesPerSecond / 1024 ** 2).toString();

function figuresOf(measurement: Measurement | null): string[] {
  if (!measurement) return columns.slice(2).map(() => '-');
  const { fsync, sequentialWrite, sequentialRead, randomWrite, randomRead } = measurement;
  return [
    ...[fsync.p50, fsync.p99, fsync.max].map((value) => value.toFixed(2)),
    ...[sequentialWrite, sequentialRead].map(({ bytesPerSecond }) => mebibytes(bytesPerSecond)),
    ...[randomWrite, randomRead].map(({ operationsPerSecond }) => Math.round(operationsPerSecond).toString()),
  ];
}

/** What the figures are worth, a sentence each. */
export function remarksOf(benchmarks: readonly Benchmark[]): string[] {
  return benchmarks.flatMap((benchmark) => {
    const { by, couldNotRun, measurement, node } = benchmark;
    const name = `${benchmark.volume}${by === 'fio' ? ' (fio)' : ''}${node === null ? '' : ` on ${node}`}`;
    if (!measurement) return [`${name}: could not be measured: ${couldNotRun}`];
    const { direct, fsync } = measurement;
    const fast = fsync.p99 < etcdRule.milliseconds;
    const rule = `fsync p99 ${fsync.p99.toFixed(2)} ms is ${fast ? 'within' : 'beyond'} the ${etcdRule.milliseconds} ms that etcd asks for (${etcdRule.source})`;
    const cached =
      direct === true ? [] : [`${name}: the page cache helped, as ${direct}: throughputs are those of memory`];
    return [`${name}: ${rule}`, ...cached];
  });
}
