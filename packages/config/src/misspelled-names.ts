import { editDistance } from './edit-distance.ts';

/**
 * Hints at names in the environment that are probably misspelled: POTR for PORT, when PORT is not set.
 * Names of less than four characters are skipped, because too many names are similar to them.
 */
export function findMisspelledNames(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const known = new Set(names.flatMap((name) => [name, `${name}_FILE`]));
  const unset = names.filter((name) => !env[name] && !env[`${name}_FILE`] && name.length >= 4);
  const unknown = Object.keys(env).filter((name) => !known.has(name));
  return unset.flatMap((name) =>
    unknown
      .filter((other) => editDistance(other, name) === 1)
      .map((other) => `${other} is set, but nothing reads it. Did you mean ${name}?`),
  );
}
