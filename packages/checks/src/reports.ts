import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@persistence-lab/command-line';
import { type Counts, countsOf, type NamedTest } from './counts.ts';
import { reportFile } from './reporter.ts';

const workspaces = ['apps/*', 'packages/*', 'scripts'];

/** Deletes the reports of an earlier run; turbo restores those of tests whose inputs have not changed. */
export function removeReports(root: string): void {
  for (const file of findReports(root)) rmSync(join(root, file));
}

/** The tests of all workspaces, including the results that turbo restored. */
export function collectReports(root: string): Counts {
  const counts = countsOf(0, 0);
  for (const path of findReports(root)) add(counts, path.slice(0, -reportFile.length - 1), join(root, path));
  return counts;
}

/** The report of the tests on the simulated cluster. */
export const matrixReportFile = join(root, 'packages/end-to-end/reports/matrix/tests.json');

export const removeMatrixReport = (): void => rmSync(matrixReportFile, { force: true });

/** The tests of the local matrix. */
export function collectMatrixReport(): Counts {
  const counts = countsOf(0, 0);
  if (existsSync(matrixReportFile)) add(counts, 'local matrix', matrixReportFile);
  return counts;
}

function add(counts: Counts, workspace: string, file: string): void {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  counts.passed += report.passed;
  counts.failed += report.failed;
  const named = (tests: NamedTest[]) => tests.map(({ name, reason }) => ({ name: `${workspace}: ${name}`, reason }));
  counts.failures.push(...named(report.failures));
  counts.skipped.push(...named(report.skipped));
}

function findReports(root: string): string[] {
  return globSync(
    workspaces.map((folder) => `${folder}/${reportFile}`),
    { cwd: root },
  );
}
