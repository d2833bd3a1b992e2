import type { Language } from '@persistence-lab/language';

/** Shows the progress of an upload. */
export interface Progress {
  /** The number of bytes sent so far. */
  update(bytes: number): void;
  /** Prints a line above the progress. */
  print(text: string): void;
  /** Clears the progress bar. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const units = ['KiB', 'MiB', 'GiB', 'TiB'];

/** A size with three significant digits: `1.43 MiB`; `1,43 MiB` in pt-BR. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  const digits = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  return `${value >= 100 ? Math.round(value) : value.toLocaleString(language, digits)} ${units[power - 1]}`;
}

/** A bar on a terminal; elsewhere, and with NO_COLOR, a line for each tenth. */
export function createProgress(
  total: number,
  to: Terminal,
  language: Language,
  env: NodeJS.ProcessEnv = process.env,
): Progress {
  const plain = !to.isTTY || !!env['NO_COLOR'] || env['TERM'] === 'dumb';
  return plain ? createLines(total, to, language) : createBar(total, to, language);
}

const share = (bytes: number, total: number) => (total === 0 ? 1 : bytes / total);

function describe(bytes: number, total: number, language: Language): string {
  const of = { en: 'of', 'pt-BR': 'de' }[language];
  const percent = Math.floor(share(bytes, total) * 100);
  return `${percent} %  ${formatBytes(bytes, language)} ${of} ${formatBytes(total, language)}`;
}

function createLines(total: number, to: Terminal, language: Language): Progress {
  let printed = 0;
  return {
    update(bytes) {
      const tenth = Math.floor(share(bytes, total) * 10);
      // Bytes lost with a connection are sent again, but not printed again.
      if (tenth <= printed) return;
      printed = tenth;
      to.write(`${describe(bytes, total, language)}\n`);
    },
    print: (text) => void to.write(`${text}\n`),
    end: () => undefined,
  };
}

const clearLine = '\r\u001b[K';
const redrawAfter = 100;

function createBar(total: number, to: Terminal, language: Language): Progress {
  const rate = createRate();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    update(bytes) {
      const now = performance.now();
      const perSecond = rate(bytes, now);
      if (now - drawn < redrawAfter && bytes < total) return;
      drawn = now;
      const speed = perSecond > 0 ? `  ${formatBytes(Math.round(perSecond), language)}/s` : '';
      const text = `${describe(bytes, total, language)}${speed}`;
      const width = Math.max(10, Math.min(40, (to.columns ?? 80) - text.length - 4));
      const filled = Math.round(share(bytes, total) * width);
      to.write(`${clearLine}[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${text}`);
    },
    print: (text) => void to.write(`${clearLine}${text}\n`),
    end: () => void to.write(clearLine),
  };
}

const window = 5_000;

/** Bytes per second in the last `window`. A step back, after a lost connection, restarts the measurement. */
function createRate(): (bytes: number, now: number) => number {
  let samples: { bytes: number; now: number }[] = [];
  return (bytes, now) => {
    if (bytes < (samples.at(-1)?.bytes ?? 0)) samples = [];
    samples = [...samples.filter((sample) => now - sample.now < window), { bytes, now }];
    const [first] = samples;
    return first && now - first.now > 500 ? ((bytes - first.bytes) * 1000) / (now - first.now) : 0;
  };
}
