import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, countsOf } from './counts.ts';

/** What one workspace's tests came to, as Counts. Vitest's own report does not tell why a test was skipped. */
export const reportFile = 'reports/tests.json';

function summarize(modules: readonly TestModule[]): Counts {
  const report = countsOf(0, 0);
  const fail = (name: string, errors: readonly { message: string }[] | undefined) => {
    report.failed += 1;
    report.failures.push({ name, reason: firstLine(errors?.[0]?.message) });
  };
  for (const file of modules) {
    const tests = [...file.children.allTests()];
    // A file that could not even be read has no tests.
    if (file.state() === 'failed' && tests.every((test) => test.result().state !== 'failed'))
      fail(
        file.relativeModuleId,
        [file, ...file.children.allSuites()].flatMap((each) => each.errors()),
      );
    for (const test of tests) {
      const result = test.result();
      if (result.state === 'passed') report.passed += 1;
      else if (result.state === 'skipped') report.skipped.push({ name: test.fullName, reason: result.note });
      else fail(test.fullName, result.errors);
    }
  }
  return report;
}

const firstLine = (message: string | undefined) =>
  message === undefined ? undefined : stripVTControlCharacters(message).trim().split('\n')[0];

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
