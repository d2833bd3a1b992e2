import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './counts.ts';
import { reportFile, type WorkspaceReport } from './reporter.ts';

const workspaces = ['apps/*', 'packages/*', 'scripts'];

/** Before a run: turbo brings back the reports of tests that need not run again. */
export function removeReports(root: string): void {
  for (const file of findReports(root)) rmSync(join(root, file));
}

/** The tests of all workspaces, those included whose result turbo had kept. */
export function collectReports(root: string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const path of findReports(root)) {
    const report = JSON.parse(readFileSync(join(root, path), 'utf8')) as WorkspaceReport;
    const workspace = path.slice(0, -reportFile.length - 1);
    counts.passed += report.passed;
    counts.failed += report.failed;
    counts.skipped.push(...report.skipped.map(({ name, reason }) => ({ name: `${workspace}: ${name}`, reason })));
  }
  return counts;
}

function findReports(root: string): string[] {
  return globSync(
    workspaces.map((folder) => `${folder}/${reportFile}`),
    { cwd: root },
  );
}
