import { type Language, type Text, untranslated } from '@persistence-lab/language';
import { html, type Markup } from '@persistence-lab/report/html/markup';
import { renderPage } from '@persistence-lab/report/html/page';
import { etcdRule, type Benchmark, type Figures, type Measurement } from './measurement.ts';
import { rateOf, remarksOf } from './render.ts';

interface Chart {
  readonly title: Text;
  readonly unit: Text;
  readonly value: (measurement: Measurement) => number;
  /** Drawn across all bars. */
  readonly limit?: number;
}

const mebibytes = (bytesPerSecond: number): number => bytesPerSecond / 1024 ** 2;

const operations: Text = { en: 'operations/s', 'pt-BR': 'operações/s' };

const charts: readonly Chart[] = [
  {
    title: { en: 'fsync, 99th percentile', 'pt-BR': 'fsync, percentil 99' },
    unit: untranslated('ms'),
    value: ({ fsync }) => fsync.p99,
    limit: etcdRule.milliseconds,
  },
  {
    title: { en: 'fsync, median', 'pt-BR': 'fsync, mediana' },
    unit: untranslated('ms'),
    value: ({ fsync }) => fsync.p50,
  },
  {
    title: { en: 'Sequential write', 'pt-BR': 'Gravação sequencial' },
    unit: untranslated('MiB/s'),
    value: (each) => mebibytes(each.sequentialWrite.bytesPerSecond),
  },
  {
    title: { en: 'Sequential read', 'pt-BR': 'Leitura sequencial' },
    unit: untranslated('MiB/s'),
    value: (each) => mebibytes(each.sequentialRead.bytesPerSecond),
  },
  {
    title: { en: 'Random 4k write', 'pt-BR': 'Gravação aleatória de 4k' },
    unit: operations,
    value: (each) => each.randomWrite.operationsPerSecond,
  },
  {
    title: { en: 'Random 4k read', 'pt-BR': 'Leitura aleatória de 4k' },
    unit: operations,
    value: (each) => each.randomRead.operationsPerSecond,
  },
];

const pageTitle: Text = { en: 'Volumes side by side', 'pt-BR': 'Volumes lado a lado' };

/** The figures as a self-contained page: one chart for each measurement, and the remarks. */
export function renderBenchmarkPage({ volumes, notes }: Figures, language: Language): string {
  const body = html`<h1>${pageTitle[language]}</h1>
    ${(volumes.length > 0 ? charts : []).map((chart) => chartOf(chart, volumes, language))}
    <ul>
      ${[...remarksOf(volumes, language), ...notes.map((rate) => rateOf(rate, language))].map((text) => html`<li>${text}</li>`)}
    </ul>`;
  return renderPage(pageTitle[language], body, language);
}

const left = 240;
const room = 420;
const rowHeight = 26;

function chartOf({ value, limit, ...texts }: Chart, benchmarks: readonly Benchmark[], language: Language): Markup {
  const title = texts.title[language];
  const unit = texts.unit[language];
  const shown = (number: number) => numberText(number, language);
  const bars = benchmarks.flatMap(({ volume, by, measurement }) =>
    measurement ? [{ name: `${volume}${by === 'fio' ? ' (fio)' : ''}`, value: value(measurement) }] : [],
  );
  const most = Math.max(limit ?? 0, ...bars.map((bar) => bar.value), Number.MIN_VALUE);
  const length = (of: number) => Math.round((of / most) * room);
  const height = bars.length * rowHeight + 6;
  const description = bars.map((bar) => `${bar.name} ${shown(bar.value)} ${unit}`).join('; ');
  return html`<figure>
    <figcaption><b>${title}</b>, ${unit}${limit === undefined ? '' : `; ${ruleOf(limit, unit)[language]}`}</figcaption>
    <svg role="img" aria-label="${title}: ${description}" viewBox="0 0 800 ${height}">
      ${bars.map((bar, at) => barPicture(bar.name, shown(bar.value), length(bar.value), at * rowHeight))}
      ${limit === undefined ? '' : html`<line class="mark" x1="${left + length(limit)}" x2="${left + length(limit)}" y1="0" y2="${height}" />`}
    </svg>
  </figure>`;
}

const longest = 34;
const shortened = (name: string): string => (name.length > longest ? `…${name.slice(1 - longest)}` : name);

function barPicture(name: string, value: string, length: number, top: number): Markup {
  return html`<text x="${left - 8}" y="${top + 17}" text-anchor="end">${shortened(name)}</text>
    <rect class="answers" x="${left}" y="${top + 4}" width="${Math.max(1, length)}" height="${rowHeight - 8}" />
    <text x="${left + length + 6}" y="${top + 17}">${value}</text>`;
}

const ruleOf = (limit: number, unit: string): Text => ({
  en: `the line: ${limit} ${unit}, which etcd asks for`,
  'pt-BR': `a linha: ${limit} ${unit}, que o etcd pede`,
});

const numberText = (value: number, language: Language): string =>
  value >= 100 ? Math.round(value).toString() : value.toLocaleString(language, { maximumSignificantDigits: 3 });
