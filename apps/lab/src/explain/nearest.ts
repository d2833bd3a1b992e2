import { editDistance } from '@persistence-lab/config';

/** At most three names to suggest for a mistyped word, the most similar first. */
export function nearest(word: string, names: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const measured = names.map((name) => ({ name, distance: editDistance(typed, name) }));
  const near = measured.filter(({ name, distance }) => isNear(typed, name, distance));
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

const isNear = (typed: string, name: string, distance: number): boolean =>
  distance <= Math.max(1, Math.floor(name.length / 3)) || (typed.length >= 3 && name.includes(typed));
