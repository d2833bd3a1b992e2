import { fileURLToPath } from 'node:url';
import { collectMatrixReport, collectReports, removeMatrixReport, removeReports } from './reports.ts';
import type { Counts } from './counts.ts';
import { testMachine, whyNoManifests } from './tools.ts';

/** A command that succeeds or fails as a whole, or one that counts tests of its own. */
export interface Step {
  name: string;
  command: string[];
  /** A file without which the step does not exist yet. */
  needs?: string;
  /** Why it can't be done on this machine, if it can't. */
  skip?: () => string | undefined;
  env?: () => Record<string, string>;
  before?: (root: string) => void;
  count?: (root: string) => Counts;
}

// Arguments, not settings: they are for this command alone.
const reporter = fileURLToPath(new URL('./reporter.ts', import.meta.url));
const reporting = ['--passWithNoTests', '--reporter=default', `--reporter=${reporter}`];
const turbo = (task: string, ...args: string[]) => ['turbo', 'run', task, '--continue', ...args];
const quietly = '--output-logs=errors-only';

export const steps: Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'boundaries', command: ['turbo', 'boundaries'] },
  { name: 'types', command: turbo('typecheck', quietly) },
  {
    name: 'manifests',
    command: ['node', 'scripts/manifests/main.ts'],
    needs: 'scripts/manifests/main.ts',
    skip: whyNoManifests,
  },
  { name: 'reference', command: ['node', 'scripts/reference/main.ts', '--check'], needs: 'scripts/reference/main.ts' },
  {
    name: 'tests',
    // Two at a time, each with workers of its own: more make a small machine slower, not faster.
    command: turbo('test', quietly, '--concurrency=2', '--', ...reporting),
    env: () => ({ TEST_MACHINE: testMachine() }),
    before: removeReports,
    count: collectReports,
  },
  {
    name: 'local matrix',
    // All that it tells, so that its progress can be shown; turbo brings back the report of a run that need not be again.
    command: turbo('matrix', '--output-logs=full', '--log-prefix=none'),
    env: () => ({ TEST_MACHINE: testMachine() }),
    before: removeMatrixReport,
    count: collectMatrixReport,
  },
];
