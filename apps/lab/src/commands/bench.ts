import { writeFile } from 'node:fs/promises';
import { findKind, kindNames } from '@persistence-lab/experiment';
import { benchFolder } from '../bench/bench-folder.ts';
import { benchClass } from '../bench/bench-class.ts';
import { benchKinds } from '../bench/bench-kind.ts';
import type { Benchmark, BenchLimits, Figures } from '../bench/measurement.ts';
import { renderBenchmarkPage } from '../bench/picture.ts';
import { renderFigures } from '../bench/render.ts';
import { type Language, type Text, UserError } from '@persistence-lab/language';
import { exitCodes } from '../exit.ts';
import { nameList, wholeNumber } from '../option-values.ts';
import type { AddCommand } from './add-command.ts';
import { stopSignal } from '../stop-signal.ts';

interface BenchOptions {
  readonly folder?: string[];
  readonly class?: string[];
  readonly kinds?: string[];
  readonly context?: string;
  readonly size: number;
  readonly seconds: number;
  readonly json?: true;
  readonly html?: string;
}

const texts = {
  description: {
    en: 'Compare volumes: fsync latency, sequential and random reads and writes',
    'pt-BR': 'Compara volumes: latência do fsync, leituras e gravações sequenciais e aleatórias',
  },
  folder: {
    en: 'Measure the volumes under these folders of this machine',
    'pt-BR': 'Mede os volumes sob estas pastas desta máquina',
  },
  class: {
    en: 'Measure a new volume of each of these storage classes, in a pod of the cluster',
    'pt-BR': 'Mede um volume novo de cada uma destas classes de armazenamento, num pod do cluster',
  },
  kinds: {
    en: 'Measure acknowledged notes per second of the deployed subjects of these kinds',
    'pt-BR': 'Mede notas confirmadas por segundo dos alvos implantados destes tipos',
  },
  context: {
    en: 'Kubeconfig context for --class and --kinds (default: the current one)',
    'pt-BR': 'Contexto do kubeconfig para --class e --kinds (padrão: o atual)',
  },
  size: { en: 'Size of the file, 16 to 1024', 'pt-BR': 'Tamanho do arquivo, de 16 a 1024' },
  seconds: {
    en: 'Duration of each of the five measurements, 1 to 5',
    'pt-BR': 'Duração de cada uma das cinco medições, de 1 a 5',
  },
  json: { en: 'Print the figures as JSON', 'pt-BR': 'Imprime os números em JSON' },
  html: {
    en: 'Write the figures as one HTML page to a file',
    'pt-BR': 'Grava os números como uma página HTML num arquivo',
  },
  help: {
    en: `
Volumes are measured one after another, because they would disturb each other. If fio is on PATH, its figures are shown
too. Nothing is left behind: files, pods and claims are deleted, also after Ctrl-C.

Examples:
  lab bench --folder /var/tmp /dev/shm
  lab bench --class standard shared --html volumes.html
  lab bench --kinds pvc,emptydir,postgres`,
    'pt-BR': `
Os volumes são medidos um após o outro, pois atrapalhariam uns aos outros. Se houver fio no PATH, seus números também
aparecem. Nada fica para trás: arquivos, pods e PersistentVolumeClaims são apagados, mesmo após Ctrl-C.

Exemplos:
  lab bench --folder /var/tmp /dev/shm
  lab bench --class standard shared --html volumes.html
  lab bench --kinds pvc,emptydir,postgres`,
  },
  nothing: {
    en: 'Nothing to measure: pass --folder <dir>, --class <name> (see kubectl get storageclass) or --kinds <a,b>.',
    'pt-BR': 'Nada a medir: passe --folder <dir>, --class <name> (veja kubectl get storageclass) ou --kinds <a,b>.',
  },
  interrupted: { en: 'Interrupted; nothing is left behind.', 'pt-BR': 'Interrompido; nada ficou para trás.' },
} as const satisfies Record<string, Text>;

/** `lab bench`: how fast volumes are, and how long an fsync takes. */
export const addBench: AddCommand = (program, language) => {
  program
    .command('bench')
    .description(texts.description[language])
    .option('--folder <dir...>', texts.folder[language])
    .option('--class <name...>', texts.class[language])
    .option('--kinds <a,b...>', texts.kinds[language], moreNames)
    .option('--context <name>', texts.context[language])
    .option('--size <MiB>', texts.size[language], wholeNumber(16, 1_024, language), 256)
    .option('--seconds <n>', texts.seconds[language], wholeNumber(1, 5, language), 5)
    .option('--json', texts.json[language])
    .option('--html <file>', texts.html[language])
    .addHelpText('after', texts.help[language])
    .action((options: BenchOptions) => bench(options, language));
};

const moreNames = (text: string, earlier: readonly string[] = []): string[] => [...earlier, ...nameList(text)];

async function bench(options: BenchOptions, language: Language): Promise<void> {
  if (![options.folder, options.class, options.kinds].some((given) => given !== undefined))
    throw new UserError(texts.nothing);
  const unknown = options.kinds?.find((name) => findKind(name) === undefined);
  if (unknown !== undefined)
    throw new UserError({
      en: `There is no kind "${unknown}". The kinds are: ${kindNames.join(', ')}.`,
      'pt-BR': `Não há tipo "${unknown}". Os tipos são: ${kindNames.join(', ')}.`,
    });
  const figures = await interruptibly((signal) => measureAll(options, language, signal), language);
  if (figures === undefined) return;
  if (options.html !== undefined) await writeFile(options.html, renderBenchmarkPage(figures, language));
  console.log(options.json ? JSON.stringify(figures, null, 2) : renderFigures(figures, language));
  const failures = [...figures.volumes, ...figures.notes].filter(({ couldNotRun }) => couldNotRun !== null);
  if (failures.length > 0) process.exitCode = exitCodes.couldNotRun;
}

async function measureAll(options: BenchOptions, language: Language, signal: AbortSignal): Promise<Figures> {
  const { folder: folders = [], class: classes = [], kinds = [], context } = options;
  const limits: BenchLimits = { bytes: options.size * 1024 ** 2, runtime: options.seconds * 1_000 };
  const volumes: Benchmark[] = [];
  for (const folder of folders) volumes.push(...(await benchFolder(folder, { limits, signal, language })));
  for (const name of classes) volumes.push(await benchClass(name, { limits, context, signal, language }));
  if (kinds.length === 0) return { volumes, notes: [] };
  const { openKubernetes } = await import('@persistence-lab/cluster');
  const cluster = await openKubernetes({ context });
  try {
    return { volumes, notes: await benchKinds(cluster, kinds, { runtime: limits.runtime, signal, language }) };
  } finally {
    await cluster.close();
  }
}

/** Resolves with undefined when interrupted and cleaned up. */
async function interruptibly<T>(work: (signal: AbortSignal) => Promise<T>, language: Language): Promise<T | undefined> {
  const { signal, release } = stopSignal();
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    console.error(texts.interrupted[language]);
    process.exitCode = exitCodes.interrupted;
  } finally {
    release();
  }
}
