import { describeVariables } from './describe-variables.ts';
import { type Environment, readEnvironment, type Setting } from './read-environment.ts';
import type { Config, Variables } from './variable.ts';

// EX_CONFIG of sysexits.h.
const configurationError = 78;

/**
 * Reads the configuration of this process. With problems it prints all of them to standard error and
 * exits with 78; with `--print-config` it prints the effective values and exits with 0. Names that are
 * probably misspelled are only reported, on standard error. `--describe-config` prints the rows of `describeVariables` as
 * JSON and exits with 0, whatever the environment is.
 */
export function loadConfig<const V extends Variables>(
  variables: V,
  { env = process.env, argv = process.argv }: { env?: Environment; argv?: readonly string[] } = {},
): Config<V> {
  if (argv.includes('--describe-config')) {
    process.stdout.write(`${JSON.stringify(describeVariables(variables))}\n`);
    process.exit(0);
  }
  const reading = readEnvironment(variables, env);
  const hints = reading.hints.map((hint) => `Note: ${hint}\n`).join('');
  if (!reading.ok) {
    process.stderr.write(problemMessage(reading.problems) + hints);
    process.exit(configurationError);
  }
  if (argv.includes('--print-config')) {
    process.stdout.write(settingsTable(reading.settings));
    process.exit(0);
  }
  if (hints !== '') process.stderr.write(hints);
  return reading.config;
}

function problemMessage(problems: readonly string[]): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return `The environment has ${count}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`;
}

function settingsTable(settings: readonly Setting[]): string {
  const lines = settings.map(({ name, text, source }) => ({ setting: `${name}=${text}`, source }));
  const width = Math.max(...lines.map(({ setting }) => setting.length));
  return lines.map(({ setting, source }) => `${setting.padEnd(width)}  # ${source}\n`).join('');
}
