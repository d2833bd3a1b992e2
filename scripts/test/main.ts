// Runs every check that needs no cluster: format, lint, boundaries, types, tests, manifests
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runStep, type StepResult } from './run-step.ts';
import { steps, type Step } from './steps.ts';
import { summarize } from './summary.ts';
import { checkTools, installPrograms } from './tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function chosenSteps(args: string[]): Step[] {
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  });
  const present = steps.filter(({ needs }) => needs === undefined || existsSync(`${root}${needs}`));
  const names = present.map(({ name }) => name);
  const unknown = values.only?.find((name) => !names.includes(name));
  if (values.help || unknown !== undefined) {
    console.log(`Usage: npm test -- [--only STEP]...\n\nSteps: ${names.join(', ')}`);
    process.exit(values.help ? 0 : 64);
  }
  return values.only ? present.filter(({ name }) => values.only?.includes(name)) : present;
}

const ci = (process.env['CI'] ?? '') !== '';
const chosen = chosenSteps(process.argv.slice(2));
if (chosen.some(({ count }) => count)) installPrograms();
const results: StepResult[] = ci ? [checkTools()] : [];
for (const step of chosen) results.push(await runStep(step, root));
const summary = summarize(results, ci);
console.log(summary.text);
process.exit(summary.failed === 0 ? 0 : 1);
