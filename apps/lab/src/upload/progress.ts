/** Tells how far an upload is. */
export interface Progress {
  /** So many bytes have been sent. */
  at(bytes: number): void;
  /** A line that stays. */
  say(text: string): void;
  /** Leaves the cursor on a line of its own. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const units = ['KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes for people: three digits that matter, 1023 KiB at most before the next unit. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${units[power - 1]}`;
}

/** A bar that moves on a terminal; elsewhere, and where NO_COLOR asks for plain text, a line for each tenth. */
export function createProgress(total: number, to: Terminal, env: NodeJS.ProcessEnv = process.env): Progress {
  const plain = !to.isTTY || !!env['NO_COLOR'] || env['TERM'] === 'dumb';
  return plain ? createLines(total, to) : createBar(total, to);
}

const share = (bytes: number, total: number) => (total === 0 ? 1 : bytes / total);
const describe = (bytes: number, total: number) =>
  `${Math.floor(share(bytes, total) * 100)} %  ${formatBytes(bytes)} of ${formatBytes(total)}`;

function createLines(total: number, to: Terminal): Progress {
  let said = 0;
  return {
    at(bytes) {
      const tenth = Math.floor(share(bytes, total) * 10);
      // What was lost with a connection is sent again, and not told again.
      if (tenth <= said) return;
      said = tenth;
      to.write(`${describe(bytes, total)}\n`);
    },
    say: (text) => void to.write(`${text}\n`),
    end: () => undefined,
  };
}

const clearLine = '\r\u001b[K';
const redrawAfter = 100;

function createBar(total: number, to: Terminal): Progress {
  const rate = createRate();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    at(bytes) {
      const now = performance.now();
      const perSecond = rate(bytes, now);
      if (now - drawn < redrawAfter && bytes < total) return;
      drawn = now;
      const left = perSecond > 0 ? `  ${formatBytes(Math.round(perSecond))}/s` : '';
      const text = `${describe(bytes, total)}${left}`;
      const width = Math.max(10, Math.min(40, (to.columns ?? 80) - text.length - 4));
      const filled = Math.round(share(bytes, total) * width);
      to.write(`${clearLine}[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${text}`);
    },
    say: (text) => void to.write(`${clearLine}${text}\n`),
    end: () => void to.write(clearLine),
  };
}

const window = 5_000;

/** Bytes per second over the last seconds; a step back (what was lost with a connection) starts it anew. */
function createRate(): (bytes: number, now: number) => number {
  let samples: { bytes: number; now: number }[] = [];
  return (bytes, now) => {
    if (bytes < (samples.at(-1)?.bytes ?? 0)) samples = [];
    samples = [...samples.filter((sample) => now - sample.now < window), { bytes, now }];
    const [first] = samples;
    return first && now - first.now > 500 ? ((bytes - first.bytes) * 1000) / (now - first.now) : 0;
  };
}
