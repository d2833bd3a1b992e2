import { counted, type Language } from '@persistence-lab/language';
import { plain, wrap } from '@persistence-lab/report/text/plain';
import { etcdRule, type Benchmark, type Figures, type Measurement, type NotesRate } from './measurement.ts';

interface Wording {
  readonly columns: readonly string[];
  readonly units: string;
  readonly writers: string;
  readonly couldNotRun: string;
  readonly onNode: (node: string) => string;
  readonly acknowledged: string;
  readonly rule: (p99: string, met: boolean) => string;
  readonly cached: (reason: string) => string;
}

const limit = `${etcdRule.milliseconds} ms`;

const wordings: Readonly<Record<Language, Wording>> = {
  en: {
    columns: ['volume', 'by', 'fsync p50', 'p99', 'max', 'write', 'read', '4k write', '4k read'],
    units: 'fsync in ms; write, read in MiB/s (blocks of 1 MiB); 4k in operations a second.',
    writers: 'By 16 parallel writers through the API server: compare them with each other only.',
    couldNotRun: 'could not be measured',
    onNode: (node) => `on ${node}`,
    acknowledged: 'acknowledged a second',
    rule: (p99, met) =>
      `fsync p99 ${p99} ms is ${met ? 'within' : 'beyond'} the ${limit} that etcd asks for (${etcdRule.source})`,
    cached: (reason) => `the page cache helped, as ${reason}: throughputs are those of memory`,
  },
  'pt-BR': {
    columns: ['volume', 'por', 'fsync p50', 'p99', 'máx.', 'grav.', 'leit.', '4k grav.', '4k leit.'],
    units: 'fsync em ms; gravação, leitura em MiB/s (blocos de 1 MiB); 4k em operações por segundo.',
    writers: 'Por 16 escritores em paralelo, pelo servidor de API: compare só entre si.',
    couldNotRun: 'não foi possível medir',
    onNode: (node) => `em ${node}`,
    acknowledged: 'confirmadas por segundo',
    rule: (p99, met) =>
      `fsync p99 de ${p99} ms está ${met ? 'dentro' : 'acima'} dos ${limit} que o etcd pede (${etcdRule.source})`,
    cached: (reason) => `o cache de páginas ajudou, pois ${reason}: as taxas são as da memória`,
  },
};

const width = 80;

/** The figures for a terminal. */
export const renderFigures = ({ volumes, notes }: Figures, language: Language): string =>
  [
    ...(volumes.length > 0 ? [renderBenchmarks(volumes, language)] : []),
    ...(notes.length > 0 ? [renderRates(notes, language)] : []),
  ].join('\n');

function renderRates(rates: readonly NotesRate[], language: Language): string {
  const lines = rates.flatMap((rate) => wrap(plain(rateOf(rate, language)), width));
  return [...lines, '', wordings[language].writers, ''].join('\n');
}

const notes = { en: ['note', 'notes'], 'pt-BR': ['nota', 'notas'] } as const;

/** The rate of one subject as a sentence. */
export function rateOf({ subject, node, notesPerSecond, couldNotRun }: NotesRate, language: Language): string {
  const { couldNotRun: failure, onNode, acknowledged } = wordings[language];
  if (notesPerSecond === null) return `${subject}: ${failure}: ${couldNotRun}`;
  const count = counted(Math.round(notesPerSecond), notes)[language];
  return `${subject}${node === null ? '' : ` ${onNode(node)}`}: ${count} ${acknowledged}`;
}

/** The figures of volumes as a table for a terminal, with remarks below. */
export function renderBenchmarks(benchmarks: readonly Benchmark[], language: Language): string {
  const { columns, units } = wordings[language];
  const rows = benchmarks.map(({ volume, by, measurement }) => [
    plain(volume),
    by,
    ...figuresOf(measurement, language),
  ]);
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
    ...wrap(units, width),
    ...remarksOf(benchmarks, language).flatMap((text) => wrap(plain(text), width)),
    '',
  ].join('\n');
}

const mebibytes = (bytesPerSecond: number): string => Math.round(bytesPerSecond / 1024 ** 2).toString();

const hundredths = (value: number, language: Language): string =>
  value.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false });

function figuresOf(measurement: Measurement | null, language: Language): string[] {
  if (!measurement) return wordings[language].columns.slice(2).map(() => '-');
  const { fsync, sequentialWrite, sequentialRead, randomWrite, randomRead } = measurement;
  return [
    ...[fsync.p50, fsync.p99, fsync.max].map((value) => hundredths(value, language)),
    ...[sequentialWrite, sequentialRead].map(({ bytesPerSecond }) => mebibytes(bytesPerSecond)),
    ...[randomWrite, randomRead].map(({ operationsPerSecond }) => Math.round(operationsPerSecond).toString()),
  ];
}

/** The fsync latency judged by etcd's rule, and the reservations about a measurement. */
export function remarksOf(benchmarks: readonly Benchmark[], language: Language): string[] {
  const wording = wordings[language];
  return benchmarks.flatMap(({ volume, by, couldNotRun, measurement, node }) => {
    const name = `${volume}${by === 'fio' ? ' (fio)' : ''}${node === null ? '' : ` ${wording.onNode(node)}`}`;
    if (!measurement) return [`${name}: ${wording.couldNotRun}: ${couldNotRun}`];
    const { direct, fsync } = measurement;
    const rule = wording.rule(hundredths(fsync.p99, language), fsync.p99 < etcdRule.milliseconds);
    return [`${name}: ${rule}`, ...(direct === true ? [] : [`${name}: ${wording.cached(direct)}`])];
  });
}
