import { defineConfig } from 'vitest/config';
import { WorkspaceReporter } from '../test/reporter.ts';
import { reportFile } from './report.ts';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    fileParallelism: false, // they cordon the same nodes
    maxConcurrency: 6, // subjects at a time: more only wait for each other's processor
    testTimeout: 240_000,
    hookTimeout: 120_000,
    reporters: ['verbose', new WorkspaceReporter({ file: reportFile })],
  },
});
