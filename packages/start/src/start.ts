import { mkdir } from 'node:fs/promises';
import type { Programs } from '@persistence-lab/cluster/local';
import { languageOf, type Print, runCommand } from '@persistence-lab/command-line';
import { untranslated } from '@persistence-lab/language';
import { buildServicePrograms } from '@persistence-lab/runner/service-programs';
import { logRestarts } from './log-restarts.ts';
import { followLogs } from './logs.ts';
import { openCluster } from './open-cluster.ts';
import { readOptions, type StartCommand, type StartOptions } from './options.ts';
import { requireSpace } from './requirements.ts';
import { restartOnChange, sourcePrograms, watchServices } from './restart-on-change.ts';
import { describeRun } from './run-description.ts';
import type { SourceWatcher } from './source-watcher.ts';
import { chooseSubjects } from './subjects.ts';
import { waitUntilRunning } from './wait-until-running.ts';

/** `npm start`: a simulated cluster on this machine, until Ctrl-C. */
export const start = (args: readonly string[]): Promise<void> => run('start', args);

/** `npm run dev`: the same, from the sources; services restart when a source file of theirs changes. */
export const dev = (args: readonly string[]): Promise<void> => run('dev', args);

async function run(command: StartCommand, args: readonly string[]): Promise<void> {
  const language = languageOf(args);
  const print: Print = (text) => console.log(text[language]);
  await runCommand(async (signal) => {
    const options = readOptions(command, args, language);
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await mkdir(options.data, { recursive: true });
    await requireSpace(options.data);
    const watcher = command === 'dev' ? await watchServices() : undefined;
    const programs = watcher ? sourcePrograms : await Promise.race([buildServicePrograms(), stopped]);
    if (programs) await runUntilStopped({ options, programs, watcher, stopped, print });
    process.exit(0);
  }, language);
  process.exit();
}

interface Run {
  readonly options: StartOptions;
  readonly programs: Programs;
  readonly watcher: SourceWatcher | undefined;
  readonly stopped: Promise<void>;
  readonly print: Print;
}

async function runUntilStopped({ options, programs, watcher, stopped, print }: Run): Promise<void> {
  const subjects = chooseSubjects(options.portBase);
  const cluster = await openCluster(options, programs, subjects);
  try {
    if (options.verbose) followLogs(cluster, (line) => print(untranslated(line)));
    const isRunning = await Promise.race([waitUntilRunning(cluster).then(() => true), stopped]);
    if (!isRunning) return;
    print(describeRun(cluster, subjects, options));
    logRestarts(cluster, print);
    if (watcher) restartOnChange(watcher, cluster, print);
    await stopped;
  } finally {
    await watcher?.close();
    print({ en: '\nStopping ...', 'pt-BR': '\nEncerrando ...' });
    await cluster.close();
    print({ en: 'Stopped.', 'pt-BR': 'Encerrado.' });
  }
}
