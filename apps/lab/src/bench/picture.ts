import { html, type Markup } from '@persistence-lab/report/html/markup';
import { renderPage } from '@persistence-lab/report/html/page';
import { etcdRule, type Benchmark, type Figures, type Measurement } from './measurement.ts';
import { rateOf, remarksOf } from './render.ts';

interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly value: (measurement: Measurement) => number;
  /** Drawn across all bars. */
  readonly limit?: number;
}

const mebibytes = (bytesPerSecond: number): number => bytesPerSecond / 1024 ** 2;

const charts: readonly Chart[] = [
  { title: 'fsync, 99th percentile', unit: 'ms', value: ({ fsync }) => fsync.p99, limit: etcdRule.milliseconds },
  { title: 'fsync, median', unit: 'ms', value: ({ fsync }) => fsync.p50 },
  { title: 'Sequential write', unit: 'MiB/s', value: (each) => mebibytes(each.sequentialWrite.bytesPerSecond) },
  { title: 'Sequential read', unit: 'MiB/s', value: (each) => mebibytes(each.sequentialRead.bytesPerSecond) },
  { title: 'Random 4k write', unit: 'operations/s', value: (each) => each.randomWrite.operationsPerSecond },
  { title: 'Random 4k read', unit: 'operations/s', value: (each) => each.randomRead.operationsPerSecond },
];

/** The figures as one page that needs nothing else: a chart a measurement, and the same in words. */
export function renderBenchmarkPage({ volumes, notes }: Figures): string {
  const body = html`<h1>Volumes side by side</h1>
    ${(volumes.length > 0 ? charts : []).map((chart) => chartOf(chart, volumes))}
    <ul>
      ${[...remarksOf(volumes), ...notes.map(rateOf)].map((text) => html`<li>${text}</li>`)}
    </ul>`;
  return renderPage('Volumes side by side', body, 'en');
}

const left = 240;
const room = 420;
const rowHeight = 26;

function chartOf({ title, unit, value, limit }: Chart, benchmarks: readonly Benchmark[]): Markup {
  const bars = benchmarks.flatMap(({ volume, by, measurement }) =>
    measurement ? [{ name: `${volume}${by === 'fio' ? ' (fio)' : ''}`, value: value(measurement) }] : [],
  );
  const most = Math.max(limit ?? 0, ...bars.map((bar) => bar.value), Number.MIN_VALUE);
  const length = (of: number) => Math.round((of / most) * room);
  const height = bars.length * rowHeight + 6;
  const told = bars.map((bar) => `${bar.name} ${shown(bar.value)} ${unit}`).join('; ');
  return html`<figure>
    <figcaption>
      <b>${title}</b>, ${unit}${limit === undefined ? '' : `; the line: ${limit} ${unit}, which etcd asks for`}
    </figcaption>
    <svg role="img" aria-label="${title}: ${told}" viewBox="0 0 800 ${height}">
      ${bars.map((bar, at) => barPicture(bar.name, bar.value, length(bar.value), at * rowHeight))}
      ${limit === undefined ? '' : html`<line class="mark" x1="${left + length(limit)}" x2="${left + length(limit)}" y1="0" y2="${height}" />`}
    </svg>
  </figure>`;
}

const longest = 34;
const shortened = (name: string): string => (name.length > longest ? `…${name.slice(1 - longest)}` : name);

function barPicture(name: string, value: number, length: number, top: number): Markup {
  return html`<text x="${left - 8}" y="${top + 17}" text-anchor="end">${shortened(name)}</text>
    <rect class="answers" x="${left}" y="${top + 4}" width="${Math.max(1, length)}" height="${rowHeight - 8}" />
    <text x="${left + length + 6}" y="${top + 17}">${shown(value)}</text>`;
}

const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
