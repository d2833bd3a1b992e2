const milliseconds = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

// The suffixes of Kubernetes quantities, so that a limit has the same form here as in a manifest.
const bytes = new Map([
  ['', 1],
  ...['k', 'M', 'G', 'T'].map((unit, index) => [unit, 1000 ** (index + 1)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti'].map((unit, index) => [unit, 1024 ** (index + 1)] as const),
]);

/** Milliseconds of `500ms`, `30s`, `2m`, `1.5h`; undefined for anything else, such as a number without a unit. */
export function parseDuration(text: string): number | undefined {
  return parseAmount(text, milliseconds);
}

/** Bytes of `512Mi`, `1Gi`, `10M` or plain `4096`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  return parseAmount(text, bytes);
}

function parseAmount(text: string, units: ReadonlyMap<string, number>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
  const unit = units.get(match?.[2] ?? '');
  if (!match || unit === undefined) return undefined;
  const amount = Number(match[1]) * unit;
  // 0.1s is 100.00000000000001 in binary arithmetic, but half a byte or half a millisecond is an error.
  const whole = Math.round(amount);
  return Number.isSafeInteger(whole) && Math.abs(amount - whole) < 1e-6 ? whole : undefined;
}
