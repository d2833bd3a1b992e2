import type { NamedTest } from './counts.ts';
import type { StepResult } from './run-step.ts';

/**
 * The end of the run. Tests may be skipped for a reason that they state (a store that does not promise
 * something). In CI, where nothing may be missing, one without a reason counts as failed.
 */
export function summarize(results: StepResult[], ci: boolean): { text: string; failed: number } {
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  const skipped = results.flatMap((result) => result.skipped);
  const silent = ci ? skipped.filter(({ reason }) => reason === undefined) : [];
  const failed = sum('failed') + silent.length;
  const broken = results.filter((result) => result.failed > 0).map(({ name }) => name);
  const lines = [
    ...(skipped.length > 0 ? ['', 'Skipped:'] : []),
    ...skipped.map(
      ({ name, reason }) => `  ${name}: ${reason ?? `no reason given${ci ? ', which counts as failed' : ''}`}`,
    ),
    ...(broken.length > 0 ? ['', `Failed: ${broken.join(', ')}`] : []),
    ...results.flatMap(failuresOf).map(describeFailure),
    '',
    `${sum('passed')} passed, ${failed} failed`,
  ];
  return { text: lines.join('\n'), failed };
}

/** A step that counts no tests has failed as a whole: what it said is above. */
const failuresOf = ({ name, failed, failures }: StepResult): NamedTest[] =>
  failed > 0 && failures.length === 0 ? [{ name, reason: 'see what it said above' }] : failures;

/** The line of one failed test; .ci/run repeats them where all its output ends. */
export const describeFailure = ({ name, reason }: NamedTest): string =>
  `  failed: ${name}: ${reason ?? 'no reason given'}`;
