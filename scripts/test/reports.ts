import { globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Counts } from './counts.ts';

interface Report {
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

const pattern = '{apps/*,packages/*,scripts}/reports/vitest.json';

/** Before a run: turbo brings back the reports of tests that need not run again. */
export function removeReports(root: string): void {
  for (const file of globSync(pattern, { cwd: root })) rmSync(join(root, file));
}

/** The tests of all workspaces, those included whose result turbo had kept. */
export function collectReports(root: string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const path of globSync(pattern, { cwd: root })) {
    const workspace = dirname(dirname(path));
    for (const file of (JSON.parse(readFileSync(join(root, path), 'utf8')) as Report).testResults) {
      // A file that could not even be read has no tests.
      if (file.status === 'failed' && file.assertionResults.length === 0) counts.failed += 1;
      for (const test of file.assertionResults) {
        if (test.status === 'passed') counts.passed += 1;
        else if (test.status === 'failed') counts.failed += 1;
        else counts.skipped.push(`${workspace}: ${test.fullName}`);
      }
    }
  }
  return counts;
}
