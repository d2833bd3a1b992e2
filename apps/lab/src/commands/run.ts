import { outcomeOf, type Report, type RunOutcome } from '@persistence-lab/experiment';
import type { Language, Text } from '@persistence-lab/language';
import { renderComparison } from '@persistence-lab/report/comparison';
import { renderTable } from '@persistence-lab/report/table';
import { wantsColour } from '@persistence-lab/report/text/paint';
import { type Choice, chooseCells, possibleCells, runExperiments, type RunOptions } from '@persistence-lab/runner';
import { addClusterOptions, type ClusterOptions, openCluster, type OpenedCluster } from '../cluster-options.ts';
import { exitCodes } from '../exit.ts';
import { durationOption, nameList, wholeNumber } from '../option-values.ts';
import { checkOutputs, type Outputs, readReport, takesStandardOutput, writeOutputs } from '../outputs.ts';
import { type Ask, askGuesses, askOnTerminal, describeScore, type Guesses } from '../predictions.ts';
import { showRun } from '../progress/show-run.ts';
import { stopSignal } from '../stop-signal.ts';
import type { AddCommand } from './add-command.ts';

type Options = ClusterOptions &
  Choice &
  Outputs &
  RunOptions & { readonly predict?: boolean; readonly baseline?: string };

const texts = {
  description: {
    en: 'Inject faults into the deployed subjects and report what happened to every acknowledged note',
    'pt-BR': 'Injeta falhas nos alvos implantados e relata o que aconteceu com cada nota confirmada',
  },
  kinds: { en: 'Only these kinds of storage', 'pt-BR': 'Só estes tipos de armazenamento' },
  events: {
    en: 'Only these events (default: all but node events)',
    'pt-BR': 'Só estes eventos (padrão: todos menos os de nós)',
  },
  subjects: { en: 'Only these subjects', 'pt-BR': 'Só estes alvos' },
  all: {
    en: 'Include node events: drain, reboot, failure',
    'pt-BR': 'Inclui eventos de nós: drenagem, reinício, falha',
  },
  notes: { en: 'Acknowledged notes before each event', 'pt-BR': 'Notas confirmadas antes de cada evento' },
  replicas: { en: 'Replicas for scale-out', 'pt-BR': 'Réplicas no scale-out' },
  deadline: {
    en: 'How long a subject may take to serve again before it counts as blocked',
    'pt-BR': 'Quanto um alvo pode demorar para voltar a servir antes de contar como bloqueado',
  },
  predict: { en: 'Ask for your predictions first and score them', 'pt-BR': 'Pede suas previsões antes e as pontua' },
  json: {
    en: 'Write the report as JSON to a file, or to standard output with -',
    'pt-BR': 'Grava o relatório em JSON num arquivo, ou na saída padrão com -',
  },
  markdown: {
    en: 'Write the report as Markdown to a file, or to standard output with -',
    'pt-BR': 'Grava o relatório em Markdown num arquivo, ou na saída padrão com -',
  },
  html: {
    en: 'Write the report as one self-contained HTML page to a file, or to standard output with -',
    'pt-BR': 'Grava o relatório como uma página HTML autossuficiente num arquivo, ou na saída padrão com -',
  },
  baseline: {
    en: 'Compare with the JSON report of an earlier run',
    'pt-BR': 'Compara com o relatório JSON de uma execução anterior',
  },
  help: {
    en: `
Examples:
  lab run --kinds emptydir,pvc --events pod-delete
  lab run --all --node-power minikube --html matrix.html
  lab run --driver local --json run.json

Exit codes: 0 everything as expected, 1 a verdict differs or data is corrupt, 2 could not run, 130 stopped by Ctrl-C.`,
    'pt-BR': `
Exemplos:
  lab run --kinds emptydir,pvc --events pod-delete
  lab run --all --node-power minikube --html matriz.html
  lab run --driver local --json execucao.json

Códigos de saída: 0 tudo como esperado, 1 um veredicto difere ou há dados corrompidos, 2 não pôde executar,
130 interrompido por Ctrl-C.`,
  },
} as const satisfies Record<string, Text>;

/** `lab run`: find out by experiment which data survives which event. */
export const addRun: AddCommand = (program, language) => {
  const command = program
    .command('run')
    .description(texts.description[language])
    .option('--kinds <a,b>', texts.kinds[language], nameList)
    .option('--events <a,b>', texts.events[language], nameList)
    .option('--subjects <a,b>', texts.subjects[language], nameList)
    .option('--all', texts.all[language])
    .option('--notes <n>', texts.notes[language], wholeNumber(1, 9_999_999, language), 1_000)
    .option('--replicas <n>', texts.replicas[language], wholeNumber(1, 9_999_999, language), 3)
    .option('--predict', texts.predict[language])
    .option('--json <file>', texts.json[language])
    .option('--markdown <file>', texts.markdown[language])
    .option('--html <file>', texts.html[language])
    .option('--baseline <file>', texts.baseline[language]);
  command.addOption(
    command
      .createOption('--deadline <duration>', texts.deadline[language])
      .argParser(durationOption(language))
      .default(120_000, '2m'),
  );
  addClusterOptions(command, language)
    .addHelpText('after', texts.help[language])
    .action((options: Options) => run(options, language));
};

async function run(options: Options, language: Language): Promise<void> {
  await checkOutputs(options);
  const baseline = options.baseline === undefined ? undefined : await readReport(options.baseline);
  const ask = options.predict ? await askOnTerminal(language) : undefined;
  // Texts for people go to standard error when the report takes standard output.
  const output = takesStandardOutput(options) ? process.stderr : process.stdout;
  const print = (text: string) => void output.write(`${text}\n`);
  const stop = stopSignal();
  const opened = await openCluster(options, language, print);
  try {
    const { report, guesses } = await runOn(opened, { options, output, language, signal: stop.signal, ask });
    await writeOutputs(report, options);
    print(renderTable(report, { colour: wantsColour(output) }));
    if (guesses) for (const line of describeScore(guesses, report)) print(line);
    if (baseline) print(renderComparison(baseline, report));
    process.exitCode = codes[outcomeOf(report)];
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    print(stopped((stop.signal.reason as Error).message)[language]);
    process.exitCode = exitCodes.interrupted;
  } finally {
    await opened.cluster.close();
    stop.release();
  }
}

const stopped = (reason: string): Text => ({
  en: `Stopped by ${reason}. The cluster is restored as far as possible.`,
  'pt-BR': `Interrompido por ${reason}. O cluster foi restaurado até onde foi possível.`,
});

const notDeployed = (kinds: string): Text => ({
  en: `skipped, because nothing of these kinds is deployed: ${kinds}`,
  'pt-BR': `ignorados, porque nada destes tipos está implantado: ${kinds}`,
});

interface RunInput {
  readonly options: Options;
  readonly output: NodeJS.WriteStream;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly ask: Ask | undefined;
}

async function runOn(
  { cluster, hasPower }: OpenedCluster,
  { options: { notes, replicas, deadline, ...choice }, output, language, signal, ask }: RunInput,
): Promise<{ report: Report; guesses: Guesses | undefined }> {
  const cells = chooseCells(cluster.subjects(), choice);
  const guesses = ask && (await askGuesses(possibleCells(cluster, cells, replicas), ask, language));
  const { update: onProgress, end } = showRun(output, cells, { colour: wantsColour(output), language });
  if (cells.notDeployed.length > 0)
    onProgress({ step: 'remark', text: notDeployed(cells.notDeployed.join(', '))[language] });
  try {
    const options = { notes, replicas, deadline };
    return {
      report: await runExperiments({ cluster, hasPower, cells, options, signal, onProgress, language }),
      guesses,
    };
  } finally {
    end();
  }
}

const codes: Record<RunOutcome, number> = {
  'as expected': exitCodes.asExpected,
  differs: exitCodes.differs,
  'could not run': exitCodes.couldNotRun,
};
