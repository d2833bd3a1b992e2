import { fileURLToPath } from 'node:url';
import { collectMatrixReport, collectReports, removeMatrixReport, removeReports } from './reports.ts';
import type { Counts } from './counts.ts';
import { testMachine, whyNoManifests } from './tools.ts';

/** A command that counts its tests, or passes or fails as a whole. */
export interface Step {
  name: string;
  command: string[];
  /** A file without which there is no such step. */
  needs?: string;
  /** Why the step cannot run on this machine, if so. */
  skip?: () => string | undefined;
  env?: () => Record<string, string>;
  before?: (root: string) => void;
  count?: (root: string) => Counts;
}

// Passed as arguments: `vitest run` in a workspace has its own reporter.
const reporter = fileURLToPath(new URL('./reporter.ts', import.meta.url));
const reporting = ['--passWithNoTests', '--reporter=default', `--reporter=${reporter}`];
const turbo = (task: string, ...args: string[]) => ['turbo', 'run', task, '--continue', ...args];
const errorsOnly = '--output-logs=errors-only';

export const steps: Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'boundaries', command: ['turbo', 'boundaries'] },
  { name: 'types', command: turbo('typecheck', errorsOnly) },
  {
    name: 'manifests',
    command: ['node', 'scripts/commands/manifests.ts'],
    needs: 'scripts/commands/manifests.ts',
    skip: whyNoManifests,
  },
  { name: 'reference', command: ['node', 'scripts/commands/reference.ts', '--check'] },
  {
    name: 'tests',
    // Two workspaces at a time, each with several workers: more make a small machine slower.
    command: turbo('test', errorsOnly, '--concurrency=2', '--', ...reporting),
    env: () => ({ TEST_MACHINE: testMachine() }),
    before: removeReports,
    count: collectReports,
  },
  {
    name: 'local matrix',
    // Full output, so that the progress line shows it.
    command: turbo('matrix', '--output-logs=full', '--log-prefix=none'),
    env: () => ({ TEST_MACHINE: testMachine() }),
    before: removeMatrixReport,
    count: collectMatrixReport,
  },
];
