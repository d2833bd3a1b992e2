import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string>>;

/** How an app reads its environment. */
export type App = {
  /** The names of all variables that it reads. */
  variables: ReadonlySet<string>;
  /** What it refuses in an environment, one `NAME: reason` each. */
  problemsOf(environment: Environment): string[];
};

/** The app with the name of a container; undefined for other people's images. */
export type FindApp = (name: string) => App | undefined;

/** Finds the apps of a folder. Each app answers for itself, by `--print-config`. */
export function createAppFinder(folder: string): FindApp {
  return memoize((name) => {
    const main = join(folder, name, 'src', 'main.ts');
    return existsSync(main) ? createApp(main) : undefined;
  });
}

function createApp(main: string): App {
  const { settings, problems } = printConfig(main, {});
  if (problems.length > 0) throw new Error(`${main} does not start without an environment: ${problems.join('; ')}`);
  const problemsOf = memoize((environment) => printConfig(main, JSON.parse(environment) as Environment).problems);
  return { variables: new Set(settings), problemsOf: (environment) => problemsOf(JSON.stringify(environment)) };
}

// EX_CONFIG of sysexits.h
const configurationError = 78;

function printConfig(main: string, env: Environment): { settings: string[]; problems: string[] } {
  const args = ['--disable-warning=ExperimentalWarning', main, '--print-config'];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { env: { ...env }, encoding: 'utf8' });
  if (error) throw error;
  if (status === 0) return { settings: matches(stdout, /^(\w+)=/gm), problems: [] };
  if (status === configurationError) return { settings: [], problems: matches(stderr, /^ {2}(.+)$/gm) };
  throw new Error(`${main} --print-config ended with ${status}: ${stderr}`);
}

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, group]) => group as string);

function memoize<T>(create: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, create(key));
    return known.get(key) as T;
  };
}
