/** The names that a mistyped word most likely stands for, nearest first; at most three, and none that is far off. */
export function nearest(word: string, names: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const measured = names.map((name) => ({ name, distance: distanceOf(typed, name) }));
  const near = measured.filter(({ name, distance }) => isNear(typed, name, distance));
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

const isNear = (typed: string, name: string, distance: number): boolean =>
  distance <= Math.max(1, Math.floor(name.length / 3)) || (typed.length >= 3 && name.includes(typed));

/** How many letters must be changed, added, taken away or swapped with their neighbour (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = old[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] ? older[column - 2]! + 1 : Infinity;
      next.push(Math.min(changed, swapped, old[column]! + 1, next[column - 1]! + 1));
    }
    [older, old] = [old, next];
  }
  return old[b.length]!;
}
