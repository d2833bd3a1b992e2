import type { Text } from '@persistence-lab/language';
import { wantsColour } from '@persistence-lab/report/text/paint';
import { renderDiagnosis } from '../doctor/diagnosis.ts';
import { examine } from '../doctor/examine.ts';
import { findingsAsJson } from '../doctor/finding.ts';
import { exitCodes } from '../exit.ts';
import type { AddCommand } from './add-command.ts';

interface DoctorOptions {
  readonly context?: string;
  readonly json?: true;
}

const texts = {
  description: {
    en: 'Find out what will fail on this cluster, and how to fix it; changes nothing',
    'pt-BR': 'Descobre o que vai falhar neste cluster e como corrigir; não altera nada',
  },
  context: {
    en: 'Kubeconfig context (default: the current one)',
    'pt-BR': 'Contexto do kubeconfig (padrão: o atual)',
  },
  json: {
    en: 'Print the findings as JSON: [{level, what, remedy}]',
    'pt-BR': 'Imprime os achados em JSON: [{level, what, remedy}]',
  },
  help: {
    en: `
Examples:
  lab doctor
  lab doctor --context minikube --json

Exit codes: 0 no problem found, 1 problems found, 2 the cluster could not be examined.`,
    'pt-BR': `
Exemplos:
  lab doctor
  lab doctor --context minikube --json

Códigos de saída: 0 nenhum problema, 1 há problemas, 2 não foi possível examinar o cluster.`,
  },
} as const satisfies Record<string, Text>;

/** `lab doctor`: what will fail on this cluster, before it does. Reads only. */
export const addDoctor: AddCommand = (program, language) => {
  program
    .command('doctor')
    .description(texts.description[language])
    .option('--context <name>', texts.context[language])
    .option('--json', texts.json[language])
    .addHelpText('after', texts.help[language])
    .action(async ({ context, json }: DoctorOptions) => {
      // The client library takes half a second to load.
      const { surveyKubernetes } = await import('@persistence-lab/cluster/survey');
      const survey = await surveyKubernetes({ context });
      const findings = examine(survey);
      const title = {
        en: `Cluster ${survey.context} at ${survey.server}`,
        'pt-BR': `Cluster ${survey.context} em ${survey.server}`,
      }[language];
      console.log(
        json
          ? JSON.stringify(findingsAsJson(findings, language), null, 2)
          : renderDiagnosis(title, findings, { colour: wantsColour(), language }),
      );
      if (findings.some(({ level }) => level === 'problem')) process.exitCode = exitCodes.differs;
    });
};
