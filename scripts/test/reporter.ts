import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** What one workspace's tests came to: see counts.ts. Vitest's own report does not tell why a test was skipped. */
export const reportFile = 'reports/tests.json';

export interface WorkspaceReport {
  passed: number;
  failed: number;
  skipped: { name: string; reason: string | undefined }[];
}

function summarize(modules: readonly TestModule[]): WorkspaceReport {
  const report: WorkspaceReport = { passed: 0, failed: 0, skipped: [] };
  for (const file of modules) {
    const tests = [...file.children.allTests()];
    // A file that could not even be read has no tests.
    if (file.state() === 'failed' && tests.every((test) => test.result().state !== 'failed')) report.failed += 1;
    for (const test of tests) {
      const result = test.result();
      if (result.state === 'passed') report.passed += 1;
      else if (result.state === 'skipped') report.skipped.push({ name: test.fullName, reason: result.note });
      else report.failed += 1;
    }
  }
  return report;
}

/** Writes the report of a workspace into its own folder, or wherever it is told to. */
export class WorkspaceReporter implements Reporter {
  readonly #file: string;

  constructor({ file = reportFile }: { file?: string } = {}) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(summarize(modules), null, 2)}\n`);
  }
}

// Vitest takes the default export of a reporter's file.
// oxlint-disable-next-line import/no-default-export
export default WorkspaceReporter;
