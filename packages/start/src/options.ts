import { resolve } from 'node:path';
import { createCommand, parse, root, UsageError } from '@persistence-lab/command-line';
import type { Language, Text } from '@persistence-lab/language';

export interface StartOptions {
  readonly data: string;
  readonly portBase: number;
  readonly verbose: boolean;
  /** LOG_LEVEL of the services. */
  readonly logLevel: string;
}

export type StartCommand = 'start' | 'dev';

const calls: Record<StartCommand, string> = { start: 'npm start --', dev: 'npm run dev --' };

const texts = {
  start: {
    en: 'Run notes and uploads in a simulated cluster on this machine, until Ctrl-C.',
    'pt-BR': 'Executa notas e uploads em um cluster simulado nesta máquina, até Ctrl-C.',
  },
  dev: {
    en: 'Run npm start from the sources: a service restarts when a source file of it changes, the cluster and its data stay.',
    'pt-BR':
      'Executa npm start a partir do código-fonte: um serviço reinicia quando um arquivo seu muda, o cluster e seus dados permanecem.',
  },
  portBase: {
    en: 'First port: notes use the next three, the uploader the fourth',
    'pt-BR': 'Primeira porta: as notas usam as três seguintes, o uploader a quarta',
  },
  data: {
    en: 'Folder for data and logs (default: .lab/start)',
    'pt-BR': 'Pasta para dados e logs (padrão: .lab/start)',
  },
  verbose: { en: 'Print the logs of the services', 'pt-BR': 'Mostra os logs dos serviços' },
  environment: {
    en: '\nSet REDIS_URL (and REDIS_PASSWORD) to use a Redis that runs already.',
    'pt-BR': '\nDefina REDIS_URL (e REDIS_PASSWORD) para usar um Redis que já está em execução.',
  },
} satisfies Record<string, Text>;

/** @throws UsageError */
export function readOptions(name: StartCommand, args: readonly string[], language: Language): StartOptions {
  const command = createCommand(calls[name], texts[name][language], language)
    .option('--port-base <port>', texts.portBase[language], parsePort, 8080)
    .option('--data <folder>', texts.data[language])
    .option('--verbose', texts.verbose[language], false)
    .addHelpText('after', texts.environment[language]);
  const { data, portBase, verbose } = parse(command, args).opts<{
    data?: string;
    portBase: number;
    verbose: boolean;
  }>();
  const { LOG_LEVEL: logLevel = 'info' } = process.env;
  return { data: data === undefined ? resolve(root, '.lab', 'start') : resolve(data), portBase, verbose, logLevel };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_000) return port;
  throw new UsageError({
    en: `--port-base: expected a port from 1 to 65000, got "${text}".`,
    'pt-BR': `--port-base: esperada uma porta de 1 a 65000, recebido "${text}".`,
  });
}
