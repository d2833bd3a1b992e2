import { exitCodes } from '../exit.ts';
import { renderDiagnosis } from '../doctor/diagnosis.ts';
import { examine } from '../doctor/examine.ts';
import { findingsAsJson } from '../doctor/finding.ts';
import { wantsColour } from '@persistence-lab/report/text/paint';
import type { AddCommand } from './add-command.ts';

interface DoctorOptions {
  readonly context?: string;
  readonly json?: true;
}

/** `lab doctor`: what will fail on this cluster, before it does. Only looks. */
export const addDoctor: AddCommand = (program) => {
  program
    .command('doctor')
    .description('Find out what will fail on this cluster, and how to mend it; changes nothing')
    .option('--context <name>', 'a context of the kubeconfig; default: its current one')
    .option('--json', 'the findings as JSON: [{level, what, remedy}]')
    .addHelpText('after', help)
    .action(async ({ context, json }: DoctorOptions) => {
      // the client library takes half a second to load
      const { surveyKubernetes } = await import('@persistence-lab/cluster/survey');
      const survey = await surveyKubernetes({ context });
      const findings = examine(survey);
      const title = `Cluster ${survey.context} at ${survey.server}`;
      console.log(
        json
          ? JSON.stringify(findingsAsJson(findings, 'en'), null, 2)
          : renderDiagnosis(title, findings, { colour: wantsColour(), language: 'en' }),
      );
      if (findings.some(({ level }) => level === 'problem')) process.exitCode = exitCodes.differs;
    });
};

const help = `
Ends with 0 when no problem was found, 1 with problems, 2 when it could not look.

Examples:
  lab doctor
  lab doctor --context minikube --json`;
