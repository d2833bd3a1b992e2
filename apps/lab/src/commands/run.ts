import { InvalidArgumentError } from 'commander';
import { parseDuration } from '@persistence-lab/config';
import { outcomeOf, type Report, type RunOutcome } from '@persistence-lab/experiment';
import { addClusterOptions, type ClusterOptions, openCluster, type OpenedCluster } from '../cluster-options.ts';
import { exitCodes } from '../exit.ts';
import type { AddCommand } from './add-command.ts';
import { renderComparison } from '@persistence-lab/report/baseline';
import { wantsColour } from '@persistence-lab/report/paint';
import { renderTable } from '@persistence-lab/report/table';
import { type Ask, askGuesses, askOnTerminal, type Guesses, tellScore } from '../predictions.ts';
import { checkOutputs, type Outputs, readReport, takesStandardOutput, writeOutputs } from '../outputs.ts';
import { type Choice, chooseCells, possibleCells, runExperiments, type RunOptions } from '@persistence-lab/runner';
import { showRun } from '../progress/show-run.ts';
import { stopSignal } from '../stop-signal.ts';

type Options = ClusterOptions &
  Choice &
  Outputs &
  RunOptions & { readonly predict?: boolean; readonly baseline?: string };

const examples = `
Without --events and --all: every event that leaves the nodes alone.

Examples:
  npm run lab -- run --kinds emptydir,pvc --events pod-delete
  npm run lab -- run --all --node-power minikube --html matrix.html
  npm run lab -- run --driver local --json run.json

Ends with 0: all as expected, 1: something differs or is corrupt, 2: could not run, 130: stopped by Ctrl-C.`;

/** `lab run`: what survives which event, by experiment. */
export const addRun: AddCommand = (program) => {
  const command = program
    .command('run')
    .description('Let things happen to what is deployed, and tell what became of every acknowledged note')
    .option('--kinds <names>', 'only these kinds of storage, with commas between', names)
    .option('--events <names>', 'only these events', names)
    .option('--subjects <names>', 'only these subjects', names)
    .option('--all', 'also what meets whole nodes: drain, reboot, failure')
    .option('--notes <n>', 'acknowledged notes before each event', count, 1_000)
    .option('--replicas <n>', 'of a scale-out', count, 3)
    .option(
      '--deadline <time>',
      'until a subject that does not serve counts as blocked, such as 90s',
      duration,
      120_000,
    )
    .option('--predict', 'ask for your guesses first, and score them')
    .option('--json <file>', 'write the report there; - is the standard output')
    .option('--markdown <file>', 'likewise')
    .option('--html <file>', 'likewise: one page that works offline')
    .option('--baseline <file>', 'compare with the JSON of an earlier run');
  addClusterOptions(command).addHelpText('after', examples).action(run);
};

async function run(options: Options): Promise<void> {
  await checkOutputs(options);
  const baseline = options.baseline === undefined ? undefined : await readReport(options.baseline);
  const ask = options.predict ? await askOnTerminal() : undefined;
  // what is for people goes where the report does not
  const output = takesStandardOutput(options) ? process.stderr : process.stdout;
  const say = (text: string) => void output.write(`${text}\n`);
  const stop = stopSignal();
  const opened = await openCluster(options, say);
  try {
    const { report, guesses } = await runOn(opened, options, output, stop.signal, ask);
    await writeOutputs(report, options);
    say(renderTable(report, { colour: wantsColour(output) }));
    if (guesses) for (const line of tellScore(guesses, report)) say(line);
    if (baseline) say(renderComparison(baseline, report));
    process.exitCode = codes[outcomeOf(report)];
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say(`Stopped: ${(stop.signal.reason as Error).message}. Everything that could be put back is as before.`);
    process.exitCode = exitCodes.interrupted;
  } finally {
    await opened.cluster.close();
    stop.release();
  }
}

async function runOn(
  { cluster, hasPower }: OpenedCluster,
  { notes, replicas, deadline, ...choice }: Options,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
  ask: Ask | undefined,
): Promise<{ report: Report; guesses: Guesses | undefined }> {
  const cells = chooseCells(cluster.subjects(), choice);
  const guesses = ask && (await askGuesses(possibleCells(cluster, cells, replicas), ask));
  const { tell: onProgress, end } = showRun(output, cells, wantsColour(output));
  if (cells.notDeployed.length > 0)
    onProgress({
      step: 'remark',
      text: `left out, as nothing of the kind is deployed: ${cells.notDeployed.join(', ')}`,
    });
  try {
    const options = { notes, replicas, deadline };
    return { report: await runExperiments({ cluster, hasPower, cells, options, signal, onProgress }), guesses };
  } finally {
    end();
  }
}

const codes: Record<RunOutcome, number> = {
  'as expected': exitCodes.asExpected,
  differs: exitCodes.differs,
  'could not run': exitCodes.couldNotRun,
};

const names = (text: string): string[] => text.split(',').filter(Boolean);

function count(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It is not a whole number from 1.');
  return Number(text);
}

function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0)
    throw new InvalidArgumentError('It is not a duration, such as 90s or 2m.');
  return milliseconds;
}
