/**
 * Names in the environment that are one slip away from a known name that is not set: POTR for PORT.
 * Short names are left alone: too many things are one letter away from them.
 */
export function nearMisses(names: readonly string[], env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(names.flatMap((name) => [name, `${name}_FILE`]));
  const unset = names.filter((name) => !env[name] && !env[`${name}_FILE`] && name.length >= 4);
  const strangers = Object.keys(env).filter((name) => !known.has(name));
  return unset.flatMap((name) =>
    strangers
      .filter((stranger) => isOneSlip(stranger, name))
      .map((stranger) => `${stranger} is set, but nothing reads it; is ${name} meant?`),
  );
}

// One letter wrong, missing or too many, or two neighbours swapped.
function isOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < long.length && long[at] === short[at]) at++;
  const rest = long.slice(at + 1);
  if (long.length === short.length + 1) return rest === short.slice(at);
  if (long.length !== short.length || at === long.length) return false;
  const swapped = long[at] === short[at + 1] && long[at + 1] === short[at];
  return rest === short.slice(at + 1) || (swapped && long.slice(at + 2) === short.slice(at + 2));
}
