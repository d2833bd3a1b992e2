import type { StepResult } from './run-step.ts';

/** The end of the run. Where nothing may be missing (CI), a skipped test is a failed one. */
export function summarize(results: StepResult[], strict: boolean): { text: string; failed: number } {
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  const skipped = results.flatMap((result) => result.skipped);
  const failed = sum('failed') + (strict ? skipped.length : 0);
  const broken = results.filter((result) => result.failed > 0).map(({ name }) => name);
  const lines = [
    ...(broken.length > 0 ? ['', `Failed: ${broken.join(', ')}`] : []),
    ...(skipped.length > 0 ? ['', `Skipped${strict ? ', which counts as failed here' : ''}:`] : []),
    ...skipped.map((name) => `  ${name}`),
    '',
    `${sum('passed')} passed, ${failed} failed`,
  ];
  return { text: lines.join('\n'), failed };
}
