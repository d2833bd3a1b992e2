import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../deploy/run-command.ts';

export const reportFile = join(root, 'reports', 'test-cluster.json');

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's report says; a run that left none has failed, as has a file that could not even be read. */
export async function readTotals(file: string = reportFile): Promise<Totals> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(text) as Record<string, number> & {
    testResults: { status: string; assertionResults: [] }[];
  };
  const broken = report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0);
  return {
    passed: report['numPassedTests'] ?? 0,
    failed: (report['numFailedTests'] ?? 0) + broken.length,
    skipped: (report['numPendingTests'] ?? 0) + (report['numTodoTests'] ?? 0),
  };
}
