import type { Choose } from './seeded-random.ts';

/**
 * What `make` makes of each combination of its choices; of more than `limit` combinations the
 * first, the last and random ones in between. `all` tells which.
 */
export function everyChoice<T>(
  limit: number,
  random: Choose,
  make: (choose: Choose) => T,
): { all: boolean; made: T[] } {
  const made: T[] = [];
  for (let path: Digit[] | undefined = []; path; path = following(path)) {
    if (made.length === limit) return { all: false, made: sample(limit, random, make) };
    made.push(make(follow(path)));
  }
  return { all: true, made };
}

function sample<T>(limit: number, random: Choose, make: (choose: Choose) => T): T[] {
  const ends = [make(() => 0), make((options) => options - 1)];
  return [...ends, ...Array.from({ length: limit - ends.length }, () => make(random))];
}

interface Digit {
  readonly at: number;
  readonly options: number;
}

/** Chooses as `path` says; beyond its end the first option, which it adds to the path. */
function follow(path: Digit[]): Choose {
  let next = 0;
  return (options) => {
    path[next] ??= { at: 0, options };
    return path[next++]!.at;
  };
}

/** The path after one that was followed to its end: counting up, as an odometer does. */
function following(path: readonly Digit[]): Digit[] | undefined {
  const last = path.findLastIndex(({ at, options }) => at + 1 < options);
  return last < 0 ? undefined : [...path.slice(0, last), { ...path[last]!, at: path[last]!.at + 1 }];
}
