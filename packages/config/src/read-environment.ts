import { readFileSync } from 'node:fs';
import { findMisspelledNames } from './misspelled-names.ts';
import type { Config, Variable, Variables } from './variable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** An effective value and its source. `text` is for display: secrets are hidden in it. */
export type Setting = { name: string; text: string; source: string };

export type Reading<V extends Variables> =
  | { ok: true; config: Config<V>; settings: Setting[]; hints: string[] }
  | { ok: false; problems: string[]; hints: string[] };

type Given = { text?: string; source: string; problem?: string };

/**
 * Reads every variable from `env` and collects all problems. It reads no files except those that
 * `X_FILE` variables name. A variable with an empty text counts as not set.
 */
export function readEnvironment<const V extends Variables>(variables: V, env: Environment): Reading<V> {
  const given = new Map(Object.values(variables).map((variable) => [variable.name, findText(variable, env)]));
  const config: Record<string, unknown> = {};
  const problems: string[] = [];
  const settings: Setting[] = [];
  for (const [key, variable] of Object.entries(variables)) {
    const { text, source, problem = problemOf(variable, text, given) } = given.get(variable.name)!;
    if (problem !== undefined) problems.push(`${variable.name}: ${problem}`);
    config[key] = text === undefined ? undefined : variable.parse(text);
    settings.push({ name: variable.name, text: textToShow(variable, text), source });
  }
  const hints = findMisspelledNames([...given.keys()], env);
  return problems.length > 0
    ? { ok: false, problems, hints }
    : { ok: true, config: config as Config<V>, settings, hints };
}

function findText({ name, fallback }: Variable<unknown>, env: Environment): Given {
  const text = env[name] || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined && text !== undefined) return { text, source: 'environment' };
  if (path === undefined && fallback !== undefined) return { text: fallback, source: 'default' };
  if (path === undefined) return { source: 'not set' };
  if (text !== undefined) return { source: '', problem: `both ${name} and ${name}_FILE are set; set one of them` };
  return readTextFile(name, path);
}

function readTextFile(name: string, path: string): Given {
  const source = `file ${path}`;
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? { source, problem: `the file that ${name}_FILE names, ${path}, is empty` } : { text, source };
  } catch (error) {
    return { source, problem: `cannot read the file that ${name}_FILE names: ${(error as Error).message}` };
  }
}

function problemOf(
  variable: Variable<unknown>,
  text: string | undefined,
  given: Map<string, Given>,
): string | undefined {
  if (text !== undefined) {
    if (variable.parse(text) !== undefined) return undefined;
    return `got ${variable.secret ? '(hidden)' : JSON.stringify(withoutPassword(text))}, expected ${variable.expected}`;
  }
  const cause = Object.entries(variable.requiredWhen).find(([name, value]) => given.get(name)?.text === value);
  if (cause) return `not set, but required because ${cause[0]} is ${cause[1]}; expected ${variable.expected}`;
  return variable.optional ? undefined : `not set, expected ${variable.expected}`;
}

function textToShow(variable: Variable<unknown>, text: string | undefined): string {
  if (text === undefined) return '';
  return variable.secret ? '(hidden)' : withoutPassword(text);
}

// A URL may have been rejected because of the password in it.
function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/@:]*):[^@]*@/g, '$1:(hidden)@');
}
