import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, countsOf } from './counts.ts';

/** Where a workspace's Counts are written. Vitest's JSON report lacks the reasons of skipped tests. */
export const reportFile = 'reports/tests.json';

function summarize(modules: readonly TestModule[]): Counts {
  const report = countsOf(0, 0);
  const fail = (name: string, errors: readonly { message: string }[] | undefined) => {
    report.failed += 1;
    report.failures.push({ name, reason: firstLine(errors?.[0]?.message) });
  };
  for (const file of modules) {
    const tests = [...file.children.allTests()];
    // A file that cannot be loaded has no tests.
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

/** Writes a workspace's Counts to `file`, relative to the workspace by default. */
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

// Vitest loads a reporter by the default export of its file.
// oxlint-disable-next-line import/no-default-export
export default WorkspaceReporter;
