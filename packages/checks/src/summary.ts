import type { NamedTest } from './counts.ts';
import type { StepResult } from './run-step.ts';

/** The summary of a run. In CI, where every tool is present, a test that is skipped without a reason counts as failed. */
export function summarize(results: StepResult[], ci: boolean): { text: string; failed: number } {
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  const skipped = results.flatMap((result) => result.skipped);
  const unexplained = ci ? skipped.filter(({ reason }) => reason === undefined) : [];
  const failed = sum('failed') + unexplained.length;
  const failedSteps = results.filter((result) => result.failed > 0).map(({ name }) => name);
  const lines = [
    ...(skipped.length > 0 ? ['', 'Skipped:'] : []),
    ...skipped.map(
      ({ name, reason }) => `  ${name}: ${reason ?? `no reason given${ci ? ', which counts as failed' : ''}`}`,
    ),
    ...(failedSteps.length > 0 ? ['', `Failed: ${failedSteps.join(', ')}`] : []),
    ...results.flatMap(failuresOf).map(describeFailure),
    '',
    `${sum('passed')} passed, ${failed} failed`,
  ];
  return { text: lines.join('\n'), failed };
}

/** A step that counts no tests fails as a whole. */
const failuresOf = ({ name, failed, failures }: StepResult): NamedTest[] =>
  failed > 0 && failures.length === 0 ? [{ name, reason: 'see its output above' }] : failures;

/** The line of one failed test; .ci/run repeats these lines at the end of its output. */
export const describeFailure = ({ name, reason }: NamedTest): string =>
  `  failed: ${name}: ${reason ?? 'no reason given'}`;
