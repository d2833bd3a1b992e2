const grouped = new Intl.NumberFormat('en');

/** A count with its thousands apart: 1,000. */
export const formatCount = (count: number): string => grouped.format(count);

/** Milliseconds in the unit that suits them: 40 ms, 3.2 s, 2 min 5 s. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
