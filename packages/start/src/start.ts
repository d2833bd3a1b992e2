import { mkdir } from 'node:fs/promises';
import { languageOf, type Print, runCommand } from '@persistence-lab/command-line';
import { untranslated } from '@persistence-lab/language';
import { buildPrograms } from '@persistence-lab/lab/local-programs';
import { logRestarts } from './log-restarts.ts';
import { followLogs } from './logs.ts';
import { openCluster } from './open-cluster.ts';
import { readOptions, type StartOptions } from './options.ts';
import { requireSpace } from './requirements.ts';
import { describeRun } from './run-description.ts';
import { chooseSubjects } from './subjects.ts';
import { waitUntilRunning } from './wait-until-running.ts';

/** `npm start`: a simulated cluster on this machine, until Ctrl-C. */
export async function start(args: readonly string[]): Promise<void> {
  const language = languageOf(args);
  const print: Print = (text) => console.log(text[language]);
  await runCommand(async (signal) => {
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await runUntilStopped(readOptions(args, language), stopped, print);
    process.exit(0);
  }, language);
  process.exit();
}

async function runUntilStopped(options: StartOptions, stopped: Promise<void>, print: Print): Promise<void> {
  await mkdir(options.data, { recursive: true });
  await requireSpace(options.data);
  const programs = await Promise.race([buildPrograms(), stopped]);
  if (!programs) return;
  const subjects = chooseSubjects(options.portBase);
  const cluster = await openCluster(options, programs, subjects);
  try {
    if (options.verbose) followLogs(cluster, (line) => print(untranslated(line)));
    const isRunning = await Promise.race([waitUntilRunning(cluster).then(() => true), stopped]);
    if (!isRunning) return;
    print(describeRun(cluster, subjects, options));
    logRestarts(cluster, print);
    await stopped;
  } finally {
    print({ en: '\nStopping ...', 'pt-BR': '\nEncerrando ...' });
    await cluster.close();
    print({ en: 'Stopped.', 'pt-BR': 'Encerrado.' });
  }
}
