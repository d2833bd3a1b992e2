import type { Choose } from './seeded-random.ts';

/**
 * The result of `make` for each combination of its choices. Of more than `limit` combinations: the
 * first, the last and random ones, and `isComplete` is false.
 */
export function enumerateChoices<T>(
  limit: number,
  random: Choose,
  make: (choose: Choose) => T,
): { isComplete: boolean; results: T[] } {
  const results: T[] = [];
  for (let path: Choice[] | undefined = []; path; path = nextPath(path)) {
    if (results.length === limit) return { isComplete: false, results: sample(limit, random, make) };
    results.push(make(replay(path)));
  }
  return { isComplete: true, results };
}

function sample<T>(limit: number, random: Choose, make: (choose: Choose) => T): T[] {
  const ends = [make(() => 0), make((options) => options - 1)];
  return [...ends, ...Array.from({ length: limit - ends.length }, () => make(random))];
}

interface Choice {
  readonly at: number;
  readonly options: number;
}

/** Repeats the choices of `path`; beyond its end it chooses the first option and adds it to the path. */
function replay(path: Choice[]): Choose {
  let next = 0;
  return (options) => {
    path[next] ??= { at: 0, options };
    return path[next++]!.at;
  };
}

/** The path after a complete one, counting up like an odometer; undefined after the last. */
function nextPath(path: readonly Choice[]): Choice[] | undefined {
  const last = path.findLastIndex(({ at, options }) => at + 1 < options);
  return last < 0 ? undefined : [...path.slice(0, last), { ...path[last]!, at: path[last]!.at + 1 }];
}
