import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, parse, root, runCommand, UsageError } from '@persistence-lab/command-line';
import { untranslated } from '@persistence-lab/language';
import { runStep, type StepResult } from './run-step.ts';
import { steps, type Step } from './steps.ts';
import { summarize } from './summary.ts';
import { checkTools, installPrograms } from './tools.ts';

/** `npm test`: every check that needs no cluster. */
export async function checks(args: readonly string[]): Promise<void> {
  await runCommand(async () => {
    const chosen = chooseSteps(args);
    const ci = (process.env['CI'] ?? '') !== '';
    if (chosen.some(({ count }) => count)) installPrograms();
    const results: StepResult[] = ci ? [checkTools()] : [];
    for (const step of chosen) results.push(await runStep(step, root));
    const summary = summarize(results, ci);
    console.log(summary.text);
    process.exitCode = summary.failed === 0 ? 0 : 1;
  });
}

function chooseSteps(args: readonly string[]): Step[] {
  const present = steps.filter(({ needs }) => needs === undefined || existsSync(join(root, needs)));
  const names = present.map(({ name }) => name);
  const command = createCommand('npm test --', 'Run every check that needs no cluster.')
    .option('--only <step>', 'Run this step only (default: all steps); repeatable', add, [])
    .addHelpText('after', `\nSteps: ${names.join(', ')}`);
  const { only } = parse(command, args).opts<{ only: string[] }>();
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(untranslated(`--only: step "${unknown}" does not exist. Steps: ${names.join(', ')}.`));
  return present.filter(({ name }) => only.length === 0 || only.includes(name));
}

const add = (step: string, others: string[]) => [...others, step];
