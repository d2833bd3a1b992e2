import type { Text } from '@persistence-lab/language';
import { addClusterOptions, type ClusterOptions, openCluster } from '../cluster-options.ts';
import { exitCodes } from '../exit.ts';
import type { AddCommand } from './add-command.ts';

const texts = {
  description: {
    en: 'Restore what an interrupted run has changed',
    'pt-BR': 'Restaura o que uma execução interrompida alterou',
  },
  help: {
    en: '\nExample:\n  lab restore --node-power kind',
    'pt-BR': '\nExemplo:\n  lab restore --node-power kind',
  },
  nothing: { en: 'There is nothing to restore.', 'pt-BR': 'Não há nada para restaurar.' },
  done: { en: 'Everything is restored.', 'pt-BR': 'Tudo foi restaurado.' },
} as const satisfies Record<string, Text>;

/** `lab restore`: restore what a killed run left changed. */
export const addRestore: AddCommand = (program, language) => {
  addClusterOptions(program.command('restore'), language)
    .description(texts.description[language])
    .addHelpText('after', texts.help[language])
    .action(async (options: ClusterOptions) => {
      const { cluster } = await openCluster(options, language, console.log);
      try {
        const run = await cluster.findOpenRun();
        if (run === null) return console.log(texts.nothing[language]);
        console.log(
          {
            en: `The run of ${run.by}, started at ${run.startedAt}:`,
            'pt-BR': `A execução de ${run.by}, iniciada em ${run.startedAt}:`,
          }[language],
        );
        const { describeUndo } = await import('@persistence-lab/cluster');
        const problems = await cluster.restore((undo) => console.log(`  ${describeUndo(undo)[language]}`));
        if (problems.length === 0) return console.log(texts.done[language]);
        for (const problem of problems) console.error(problem[language]);
        process.exitCode = exitCodes.couldNotRun;
      } finally {
        await cluster.close();
      }
    });
};
